"""The top-level help as text, as `cli` renders it; a test holds the two equal. Nothing else lives here."""

HELP = """"""
