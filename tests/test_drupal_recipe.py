"""The recipe for Drupal, as far as it runs without Drupal: the list of providers, and the PHP."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from fnmatch import fnmatch
from pathlib import Path

import pytest

GUIDE = (Path(__file__).resolve().parent.parent / "docs" / "how-to" / "embed-in-drupal.md").read_text("utf-8")
PHP = shutil.which("php")
needs_php = pytest.mark.skipif(PHP is None, reason="no PHP is installed")
HOME = "https://topics.example.org/"


def blocks(language: str) -> list[str]:
    """The blocks of the guide in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


def php(code: str, *options: str) -> str:
    """What a program in PHP writes."""
    assert PHP
    return subprocess.run([PHP, *options], input=f"<?php\n{code}", capture_output=True, check=True, text=True).stdout


@needs_php
def test_php_of_the_recipe_can_be_read() -> None:
    """Each block, by PHP itself."""
    assert 3 == len(blocks("php"))
    for block in blocks("php"):
        assert "No syntax errors" in php(block, "-l")


@needs_php
@pytest.mark.parametrize("locale", ["en", "es"])
@pytest.mark.parametrize("slash", ["/", ""])
def test_the_address_of_a_topic_leads_to_its_answer(example_tree: Path, locale: str, slash: str) -> None:
    """As Drupal goes: a provider by the address, the address of the answer, and in it the name of that provider."""
    url = f"{HOME}{locale}/topics/sleep{slash}"
    found = [
        one
        for one in json.loads(blocks("json")[0])
        for endpoint in one["endpoints"]
        for scheme in endpoint["schemes"]
        if fnmatch(url, scheme)
    ]
    assert 1 == len(found)
    name = found[0]["provider_name"]
    code = next(block for block in blocks("php") if "resource_url_alter" in block)
    code += f"""
class Provider {{ function getName() {{ return {json.dumps(name)}; }} }}
function t($text) {{ return $text; }}
$asked = ["path" => "https://topics.example.org/oembed", "query" => ["url" => "{url}", "maxwidth" => 600]];
clinic_oembed_resource_url_alter($asked, new Provider());
$sources = ["oembed:video" => ["id" => "video", "providers" => ["YouTube"], "class" => "OEmbed"]];
clinic_media_source_info_alter($sources);
echo json_encode([$asked, $sources["oembed:syndicate"]]);
"""
    asked, source = json.loads(php(code))
    assert [] == asked["query"]
    answer = json.loads((example_tree / asked["path"].removeprefix(HOME)).read_text("utf-8"))
    assert name == answer["provider_name"]
    assert name in source["providers"]
    assert ("OEmbed", "syndicate") == (source["class"], source["id"])
