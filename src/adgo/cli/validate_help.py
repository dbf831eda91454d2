"""Groups of options and examples in `adgo validate --help`."""

from __future__ import annotations

from adgo.shacl.options import OPTIONS

#: The options that only `adgo validate` has, by their heading.
_OWN = {"Shapes": ("--shapes",), "Further checks": ("--hygiene", "--reason")}
_HEADINGS = ("Input", "Shapes", "Further checks", "Output", "What fails", "Engine and limits")
#: Heading of each group in `--help`, and its options.
GROUPS = {
    heading: (*_OWN.get(heading, ()), *(each.name for each in OPTIONS if each.group == heading))
    for heading in _HEADINGS
}
#: Examples at the end of `--help`; \b keeps the lines as they are.
EXAMPLES = """\b
Examples:
  adgo validate mine.ttl --shapes shapes/                   data and shapes of your own
  curl -s URL | adgo validate - --data-format jsonld --shapes s.ttl
  adgo validate data/ --shapes s.ttl --changed-since origin/main
  adgo validate data/ --shapes s.ttl --format json -o report.json --max-results 1000

Options may be set in the project's pyproject.toml, by their long names. The command line takes precedence, and
paths start at the folder of the file:

\b
  [tool.adgo.validate]
  shapes = ["shapes/"]
  fail-on = "warning"

"""
