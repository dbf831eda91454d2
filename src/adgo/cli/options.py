"""Options that several commands have."""

from __future__ import annotations

import click

from adgo.turtle.files import RULE

TEXTS = click.option(
    "--texts",
    envvar="ADGO_TEXTS",
    metavar="DIR",
    help="Folder with the articles' texts.  [default: $ADGO_TEXTS]",
)
DATA = click.option(
    "--data",
    multiple=True,
    metavar="PATH",
    help=f"File, folder or glob pattern to read instead of the packaged graph; may be repeated. {RULE}",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
STRICT_TERMS = click.option(
    "--strict-terms",
    is_flag=True,
    envvar="ADGO_STRICT_TERMS",
    help='Refuse data with literals that the store would change, such as "5"^^xsd:int (exit code 1).',
)
