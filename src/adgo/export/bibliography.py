"""References in the formats of reference managers: BibTeX and CSL-JSON."""

from __future__ import annotations

import json
from typing import Any

from adgo.corpus.references import Reference

#: Characters with a meaning in LaTeX, and how to write them.
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
    | {each: "\\" + each for each in "&%$#_"}
)


def bibtex(reference: Reference) -> str:
    """Return the entry of a reference in BibTeX."""
    edition = reference.edition
    fields = {
        **({"author": f"{{{_escaped(edition.source.author)}}}"} if edition.source.author else {}),
        "title": f"{{{_escaped(reference.title)}}}",
        "howpublished": _escaped(f"{edition.source.title}, version {edition.version}"),
        **({"year": str(edition.day.year)} if edition.day else {}),
        "note": _escaped(_note(reference)),
        "url": reference.address.translate({ord("{"): "%7B", ord("}"): "%7D", ord("\\"): "%5C"}),
        **({"urldate": edition.day.isoformat()} if edition.day else {}),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@misc{{{reference.key},", *lines, "}"])


def csl_json(reference: Reference) -> str:
    """Return a reference as CSL-JSON, a list of one item."""
    day, source = reference.edition.day, reference.edition.source
    item: dict[str, Any] = {
        "id": reference.key,
        "type": "dataset",
        "title": reference.title,
        **({"author": [{"literal": source.author}]} if source.author else {}),
        "container-title": source.title,
        "version": reference.edition.version,
        "URL": reference.address,
        **({"accessed": {"date-parts": [[day.year, day.month, day.day]]}} if day else {}),
        "note": _note(reference),
    }
    return json.dumps([item], ensure_ascii=False, indent=1)


def _note(reference: Reference) -> str:
    parts = [reference.label, f"source: {reference.origin}" if reference.origin else ""]
    return "; ".join([*(each for each in parts if each), f"data {reference.edition.digest}"])


def _escaped(text: str) -> str:
    return text.translate(_LATEX)
