"""The top-level help as text, as `cli` renders it; a test holds the two equal. Nothing else lives here."""

HELP = """\
Usage: syndicate [OPTIONS] COMMAND [ARGS]...

  Bilingual content syndication: one catalog of topics, every channel.

  SOURCE is a file or folder: MedlinePlus health topics (.xml, .xml.gz, .zip), a
  page with `syndicate` regions (.html), a published topics.json, or a folder of
  slug.en.md and slug.es.md.

Options:
  --version   Show the version and exit.
  -h, --help  Show this message and exit.

Commands:
  build     Publish the catalog as a tree of static files.
  card      Print a topic's share card: head tags and JSON-LD, the JSON-LD...
  check     Report what is amiss in the catalog: translations, and what a...
  extract   Print the `syndicate` regions of a page of at most 20 MB; FILE...
  feed      Print a feed of the catalog, of a group, of a topic, or of what...
  notify    Tell the WebSub hub and search engines what has changed in a...
  search    Find topics of a published tree, the best first.
  serve     Serve a published tree and the APIs for partners; on this...
  snippet   Print a topic's text, safe to put into anyone's page.
  validate  Check a feed or a published tree, files of at most 256 MB;...
"""
