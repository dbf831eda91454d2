"""Changes the label of a family of sources that is no longer one article alone."""

from __future__ import annotations

from pathlib import Path

from adgo.graph.namespaces import PREFIXES
from adgo.intake.withdrawal.turtle_edit import TurtleEdit
from adgo.turtle.writing.term_writer import quoted
from adgo.turtle.writing.tree import value_of

_LABEL, _DEFINITION = PREFIXES["skos"] + "prefLabel", PREFIXES["skos"] + "definition"
#: The end of the label of a family of one article.
_ALONE = ' alone"@en'


def joined(path: Path, family: str) -> str:
    """Return the text of a file of sources in which a family is no longer called that of one article alone.

    Other labels and definitions were written by people and stay.

    Args:
        path: the file.
        family: the IRI of the family, which another article joins.
    """
    edit = TurtleEdit(path)
    labels = (
        str(value_of(entry))
        for iri, statement in edit.statements()
        for pair in statement.pairs
        for entry in pair.entries
        if (iri, edit.iri(pair.verb)) == (family, _LABEL)
    )
    if not any(label.endswith(_ALONE) for label in labels):
        return path.read_text(encoding="utf-8-sig")
    # No article is named, so that the words stay right if one is withdrawn or another joins.
    name = family.removeprefix(PREFIXES["family"])
    edit.replace(family, _LABEL, f"{quoted(f'retellings of one report ({name})')}@en")
    definition = "Articles that retell one report, so what several of them say has been reported once."
    edit.replace(family, _DEFINITION, f"{quoted(definition)}@en")
    return edit.text()
