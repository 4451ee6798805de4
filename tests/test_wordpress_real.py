"""A real WordPress with a real database: the address of a topic becomes a frame, the block shows its text."""

from __future__ import annotations

import getpass
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

import attrs
import pytest
from samples import parsed
from servers import served
from test_embeds_browser import context  # noqa: F401 -- the fixtures

import syndicate
from syndicate.service import app

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

WORDPRESS = os.environ.get("SYNDICATE_WORDPRESS", "")
PLUGIN = Path(__file__).resolve().parent.parent / "integrations" / "wordpress" / "syndicated-topics"
PROGRAMS = ("chromium", "mariadb-install-db", "mariadbd", "php")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not WORDPRESS, reason="SYNDICATE_WORDPRESS names no folder of WordPress"),
    pytest.mark.skipif(not all(map(shutil.which, PROGRAMS)), reason=f"one of {', '.join(PROGRAMS)} is not installed"),
]
CONFIG = """<?php
define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', 'localhost:%(socket)s' );
define( 'WP_HOME', '%(home)s' );
define( 'WP_SITEURL', '%(home)s' );
define( 'WP_HTTP_BLOCK_EXTERNAL', false );
define( 'DISABLE_WP_CRON', true );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'WP_DEBUG', true );
define( 'WP_DISABLE_FATAL_ERROR_HANDLER', true );
define( 'WP_DEBUG_DISPLAY', true );
$table_prefix = 'wp_';
if ( ! defined( 'ABSPATH' ) ) define( 'ABSPATH', __DIR__ . '/' );
require_once ABSPATH . 'wp-settings.php';
"""
# Only that the publisher of this test is on this machine: elsewhere WordPress and the plugin refuse such addresses.
LOCAL = """<?php
add_filter( 'http_request_host_is_external', '__return_true' );
add_filter( 'http_allowed_safe_ports', fn( $ports ) => array_merge( $ports, array( %(port)s ) ) );
add_filter( 'syndicated_topics_allowed', fn( $allowed, $url ) => str_starts_with( $url, '%(publisher)s/' ), 10, 2 );
add_filter( 'pre_http_request', fn( $no, $asked, $url ) =>
  str_starts_with( $url, '%(publisher)s/' ) ? $no : new WP_Error( 'offline', 'Only the publisher is there.' ), 10, 3 );
"""
THEME = """<!DOCTYPE html><html <?php language_attributes(); ?>><head><meta charset="utf-8"><?php wp_head(); ?></head>
<body><main><?php while ( have_posts() ) { the_post(); the_content(); } ?></main><?php wp_footer(); ?></body></html>
"""
SETUP = """<?php
define( 'WP_INSTALLING', true );
require '%(root)s/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
wp_install( 'Clinic', 'admin', 'admin@example.org', true, '', 'a-long-password' );
switch_theme( 'plain' );
$failed = activate_plugin( 'syndicated-topics/syndicated-topics.php' );
if ( is_wp_error( $failed ) ) throw new Exception( $failed->get_error_message() );
$made = array();
foreach ( json_decode( file_get_contents( '%(root)s/posts.json' ), true ) as $name => $content ) {
  $post = array( 'post_title' => $name, 'post_content' => wp_slash( $content ), 'post_status' => 'publish' );
  $made[ $name ] = wp_insert_post( $post );
}
echo json_encode( $made );
"""
EMBED = (
    '<!-- wp:embed {{"url":"{0}"}} -->\n<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\n{0}\n'
    "</div></figure>\n<!-- /wp:embed -->"
)


@attrs.frozen
class Clinic:
    """A site of WordPress, and the publisher whose topics it shows.

    Attributes:
        home: the address of the site.
        publisher: that of the publisher.
        root: the files of the site.
        posts: the number of each post.
    """

    home: str
    publisher: str
    root: Path
    posts: dict[str, int]

    def post(self, name: str) -> str:
        """The address of a post."""
        return f"{self.home}/?p={self.posts[name]}"


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def until(ready: object, process: subprocess.Popen[bytes]) -> None:
    """Wait for a server."""
    for _ in range(600):
        assert process.poll() is None
        if callable(ready) and ready():
            return
        time.sleep(0.1)
    raise AssertionError("the server does not start")


def answers(address: str) -> bool:
    """Whether a site answers."""
    try:
        with urlopen(address) as answer:
            return bool(answer.status == 200)
    except (URLError, ConnectionError):
        return False


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The socket of a database of its own, with an empty one in it."""
    folder = tmp_path_factory.mktemp("database")
    data, place = folder / "data", Path("/tmp") / f"syndicate-{os.getpid()}.sock"  # a socket's path must be short
    made = ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal"]
    user = f"--user={getpass.getuser()}"
    subprocess.run([*made, "--skip-test-db", user], check=True, stdout=subprocess.DEVNULL)
    options = [f"--datadir={data}", f"--socket={place}", f"--pid-file={folder / 'pid'}", "--skip-networking", user]
    (folder / "init.sql").write_text("CREATE DATABASE IF NOT EXISTS wordpress;")
    command = ["mariadbd", "--no-defaults", *options, f"--init-file={folder / 'init.sql'}"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        until(place.exists, server)
        yield place
        server.terminate()


@pytest.fixture(scope="module")
def clinic(
    database: Path,
    example_catalog: syndicate.Catalog,
    example_publisher: syndicate.Publisher,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Clinic]:
    """The site, with a post for each way to show a topic."""
    root = tmp_path_factory.mktemp("site") / "wordpress"
    shutil.copytree(WORDPRESS, root, ignore_dangling_symlinks=True)
    content = root / "wp-content"
    shutil.copytree(PLUGIN, content / "plugins" / "syndicated-topics", dirs_exist_ok=True)
    tree, port, own = tmp_path_factory.mktemp("tree") / "public", free_port(), free_port()
    publisher, home = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{own}"
    syndicate.build(example_catalog, attrs.evolve(example_publisher, base_url=f"{publisher}/"), tree)
    values = {"socket": database, "home": home, "port": port, "publisher": publisher, "root": root}
    for path, text in (
        (root / "wp-config.php", CONFIG),
        (content / "mu-plugins" / "local.php", LOCAL),
        (root / "setup.php", SETUP),
    ):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text % values, encoding="utf-8")
    theme = content / "themes" / "plain"
    theme.mkdir(parents=True)
    (theme / "style.css").write_text("/* Theme Name: Plain */")
    (theme / "index.php").write_text(THEME)
    spanish, english = (f"{publisher}/{name}/topics/" for name in ("es", "en"))
    block = {"url": f"{spanish}sleep/", "headingLevel": 3}
    posts = {name: EMBED.format(f"{spanish}{name}/") for name in example_catalog}
    posts |= {
        "classic": f"{english}sleep/\n\nThe end.",
        "block": f"<!-- wp:syndicate/topic {json.dumps(block)} /-->",
        "english": f"<!-- wp:syndicate/topic {json.dumps({**block, 'locale': 'en', 'teaser': True})} /-->",
        "shortcode": f'[syndicated_topic url="{spanish}sleep/" without="sections"]',
        "missing": f"<!-- wp:syndicate/topic {json.dumps({'url': f'{spanish}nothing/'})} /-->",
    }
    (root / "posts.json").write_text(json.dumps(posts))
    with served(app(tree), port=port):
        done = subprocess.run(["php", "-d", "log_errors=1", root / "setup.php"], capture_output=True, text=True)
        assert 0 == done.returncode, done.stderr
        workers = {**os.environ, "PHP_CLI_SERVER_WORKERS": "4"}
        command = ["php", "-S", f"127.0.0.1:{own}", "-t", str(root)]
        with subprocess.Popen(command, env=workers, stderr=subprocess.DEVNULL, start_new_session=True) as server:
            until(lambda: answers(f"{home}/"), server)
            yield Clinic(home, publisher, root, json.loads(done.stdout.splitlines()[-1]))
            os.killpg(server.pid, 15)  # with its workers


@pytest.mark.parametrize("name", ["classic", "sleep", "asthma"])
def test_an_address_becomes_a_frame_at_full_height(context: BrowserContext, clinic: Clinic, name: str) -> None:  # noqa: F811
    """Found by discovery, without a provider in WordPress's list; its own script fits the height and hides the link."""
    page = context.new_page()
    page.goto(clinic.post(name))
    frame = page.locator("iframe.wp-embedded-content")
    inner = page.frame_locator("iframe.wp-embedded-content")
    inner.locator("h1").wait_for()
    assert "allow-scripts" == frame.get_attribute("sandbox")
    inner_height = "(html) => Math.ceil(html.getBoundingClientRect().height)"
    for _ in range(200):
        height = inner.locator("html").evaluate(inner_height)
        if frame.get_attribute("height") == str(height):
            break
        page.wait_for_timeout(50)
    assert str(height) == frame.get_attribute("height")
    assert 400 < height <= 1000  # more is not to be had: a longer text is folded up below its headings
    assert frame.bounding_box()["height"] >= height  # type: ignore[index]
    assert not page.locator("blockquote.wp-embedded-content").is_visible()
    assert "Warning" not in page.content()


def test_links_of_the_frame_work(context: BrowserContext, clinic: Clinic) -> None:  # noqa: F811
    """The title leads to the topic, a link to another site to the same link there, the other language stays."""
    page = context.new_page()
    for pick in ("h1 a", "li a >> nth=-1"):
        page.goto(clinic.post("sleep"))
        page.wait_for_load_state()
        page.frame_locator("iframe").locator("summary").last.click()
        page.frame_locator("iframe").locator(pick).click()
        page.wait_for_url(f"{clinic.publisher}/es/topics/sleep/**")
    page.goto(clinic.post("sleep"))
    page.wait_for_load_state()
    page.frame_locator("iframe").get_by_role("link", name="English: Healthy sleep").click()
    page.frame_locator("iframe").get_by_role("heading", name="Healthy sleep").wait_for()
    page.frame_locator("iframe").locator("h1 a").click()
    page.wait_for_url(f"{clinic.publisher}/en/topics/sleep/")


def test_without_scripts_there_is_a_link(context: BrowserContext, clinic: Clinic) -> None:  # noqa: F811
    """WordPress shows the quote with our link in it."""
    assert context.browser
    quiet = context.browser.new_context(java_script_enabled=False)
    page = quiet.new_page()
    page.goto(clinic.post("sleep"))
    link = page.locator("blockquote a")
    assert ("Dormir bien (Salud Ejemplo)", f"{clinic.publisher}/es/topics/sleep/") == (
        link.inner_text(),
        link.get_attribute("href"),
    )
    quiet.close()


def test_block_and_shortcode_show_the_text(
    clinic: Clinic, example_catalog: syndicate.Catalog, example_publisher: syndicate.Publisher
) -> None:
    """As the publisher writes it, through all filters of WordPress, its sanitizer included."""
    owner = attrs.evolve(example_publisher, base_url=f"{clinic.publisher}/")
    for name, locale, options in (
        ("block", "es", {"heading_level": 3}),
        ("shortcode", "es", {"sections": False}),
        (
            "english",
            "en",
            {
                "heading_level": 3,
                **dict.fromkeys(("summary", "sections", "dates", "translations", "also_called"), False),
            },
        ),
    ):
        with urlopen(clinic.post(name)) as found:
            page = found.read().decode()
        assert "Warning" not in page
        expected = parsed(str(syndicate.snippet(example_catalog["sleep"], owner, locale, **options).html))
        shown = parsed(page).css_first("main article")
        assert shown
        assert expected.css_first("article").text().split() == shown.text().split()
        kept = [
            [(node.tag, node.attributes.get("class"), node.attributes.get("lang")) for node in one.css("*")]
            for one in (expected.css_first("article"), shown)
        ]
        assert kept[0] == kept[1]


def test_a_topic_that_is_not_there_is_a_link(clinic: Clinic) -> None:
    """For readers; nothing else of the page suffers."""
    with urlopen(clinic.post("missing")) as found:
        page = parsed(found.read().decode())
    assert [f"{clinic.publisher}/es/topics/nothing/"] == [node.attributes["href"] for node in page.css("main a")]


def test_editor_offers_the_block(context: BrowserContext, clinic: Clinic) -> None:  # noqa: F811
    """In the block editor, in Spanish: an address is pasted, and the topic appears."""
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"{error} {error.stack}"))
    page.goto(f"{clinic.home}/wp-login.php")
    page.locator("#user_login").fill("admin")
    page.locator("#user_pass").fill("a-long-password")
    page.locator("#wp-submit").click()
    page.goto(f"{clinic.home}/wp-admin/post-new.php")
    page.wait_for_function("window.wp?.blocks?.getBlockType('syndicate/topic')")
    page.evaluate(
        """() => {
          wp.data.dispatch('core/edit-post').toggleFeature?.('welcomeGuide');
          wp.data.dispatch('core/block-editor').insertBlocks(wp.blocks.createBlock('syndicate/topic'));
        }"""
    )
    page.get_by_placeholder("https://").fill(f"{clinic.publisher}/es/topics/sleep/")
    page.get_by_role("button", name="Show the topic").click()
    page.get_by_role("heading", name="Dormir bien").first.wait_for()
    assert [] == [one for one in wrong if "syndicated-topics" in one]  # Debian leaves some libraries of WordPress out


def test_nothing_stays_behind(clinic: Clinic) -> None:
    """Uninstalling removes the copies."""
    count = (
        "echo count( preg_grep( '/^syndicated_topics_/', array_keys( wp_load_alloptions() ) ) ) + (int) $wpdb->get_var("
    )
    count += "\"SELECT COUNT(*) FROM $wpdb->options WHERE option_name LIKE 'syndicated_topics_%'\" );"
    gone = "define( 'WP_UNINSTALL_PLUGIN', 1 ); require WP_PLUGIN_DIR . '/syndicated-topics/uninstall.php'; echo ' ';"
    code = f"require '{clinic.root}/wp-load.php'; {count} {gone} wp_cache_flush(); {count}"
    before, after = subprocess.run(["php", "-r", code], check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    assert int(before) > 0
    assert 0 == int(after)
