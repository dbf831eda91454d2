"""Groups of options and examples in `adgo validate --help`."""

from __future__ import annotations

#: Heading of each group in `--help`, and its options.
GROUPS = {
    "Input": ("--data-format", "--ontology", "--imports", "--catalog", "--inference", "--lenient"),
    "Shapes": ("--shapes", "--keep-going"),
    "Further checks": ("--hygiene", "--reason"),
    "Output": ("--format", "--output", "--max-results"),
    "What fails": ("--fail-on", "--strict", "--allow-empty", "--baseline", "--changed-since"),
    "Engine and limits": ("--engine", "--query-timeout"),
}
#: Examples at the end of `--help`; \b keeps the lines as they are.
EXAMPLES = """\b
Examples:
  adgo validate mine.ttl --shapes shapes/                   data and shapes of your own
  curl -s URL | adgo validate - --data-format jsonld --shapes s.ttl
  adgo validate data/ --shapes s.ttl --changed-since origin/main
  adgo validate data/ --shapes s.ttl --format json -o report.json --max-results 1000

A project's rare options may stand in its pyproject.toml, by their long names. The command line takes precedence, and
paths start at the folder of the file:

\b
  [tool.adgo.validate]
  shapes = ["shapes/"]
  fail-on = "warning"

"""
