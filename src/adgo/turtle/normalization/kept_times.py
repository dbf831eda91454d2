"""Patterns of the parts of dates and times that the engine keeps as they are written."""

ZONE = r"(?:Z|[+-](?!00:00)[0-9]{2}:[0-9]{2})?"
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
CLOCK = r"(?!24)[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{0,8}[1-9])?"
