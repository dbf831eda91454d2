"""The rules of drafting: words that state a relation."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from adgo.graph.table_rows import rows

_FOLDER = Path(__file__).parent
_PLACEHOLDER = re.compile(r"\{(?P<kind>[a-z_]+):(?P<name>[a-z]+)\}")
_NAME = r"[A-Z][\w’&-]+(?: (?:von|van|de|der|la|bin|al|of)(?= )| [A-Z][\w’&-]+)"
_TITLE = (
    r"(?:[Cc]hief [\w ]{2,40}?(?:[Oo]fficer|[Ss]cientist)|CEO|CTO|CFO|(?:[Tt]echnology |[Mm]anaging )?[Dd]irector"
    r"|(?:[Vv]ice[- ])?[Pp]resident|[Cc]hair(?:man|woman|person)?|[Ff]ounder|[Ss]pokes(?:man|woman|person))"
)


@dataclass(frozen=True)
class DraftRule:
    """What a pattern states: its claims as subject, predicate and object, and the labels of new things."""

    name: str
    pattern: str
    claims: tuple[tuple[str, str, str], ...]
    new: Mapping[str, str]
    #: In which words cues count: "phrase", "clause" or "sentence", as rules.toml describes.
    within: str
    #: A cue that is part of the wording.
    ignored: str
    #: The modality and status that the pattern itself shows; "" if cues show it.
    modality: str
    status: str

    def compiled(self, classes: Mapping[str, str], countries: str) -> re.Pattern[str]:
        """Return the expression for a text.

        Args:
            classes: for each kind of thing, the expression for one of them.
            countries: the expression for a word of a country.
        """

        def expression(match: re.Match[str]) -> str:
            return f"(?P<{match['name']}>{_expression(match['kind'], classes, countries)})"

        return re.compile(_PLACEHOLDER.sub(expression, self.pattern.replace("~", r"[^.,;]{0,60}?")))


def _expression(kind: str, classes: Mapping[str, str], countries: str) -> str:
    if kind == "orgs":
        one = classes["org"]
        return rf"{one}(?:(?:, (?:and )?| and ){one})*"
    if kind in ("new_person", "new_org"):
        known = classes["person" if kind == "new_person" else "org"]
        # `Momenta Europe` is not Momenta.
        return rf"{known}(?! [A-Z\uE000-\uF8FF])|{_NAME}{'{1,4}' if kind == 'new_person' else '{0,6}'}"
    fixed = {"country": countries, "title": _TITLE, "number": r"\d[\d,]*(?:\.\d+)?"}
    return fixed.get(kind) or classes[kind]


@cache
def rules() -> tuple[DraftRule, ...]:
    """Return the rules, in their order."""
    return tuple(map(_rule, _table()["rule"]))


@cache
def speech() -> re.Pattern[str]:
    """Return the expression for words that show that somebody speaks."""
    return re.compile(_table()["speech"])


@cache
def before() -> re.Pattern[str]:
    """Return the expression for words before a phrase after which it does not hold today."""
    return re.compile(_table()["before"])


def _table() -> dict[str, Any]:
    return tomllib.loads((_FOLDER / "rules.toml").read_text(encoding="utf-8"))


def _rule(table: Mapping[str, Any]) -> DraftRule:
    return DraftRule(
        name=table["name"],
        pattern=table["pattern"],
        claims=tuple((subject, predicate, value) for subject, predicate, value in table["claims"]),
        new=table.get("new", {}),
        within=table.get("within", "sentence"),
        ignored=table.get("ignore", ""),
        modality=table.get("modality", ""),
        status=table.get("status", ""),
    )


@cache
def countries() -> dict[str, str]:
    """Return the name of the country for each word that says that something is of it."""
    return {row[0]: row[1] for row in rows(_FOLDER / "countries.tsv")}
