"""The prompt with which a language model drafts the claims of an article."""

from __future__ import annotations

from pathlib import Path
from string import Template

from adgo.intake.draft import SCHEMA
from adgo.intake.mentions.finding import MentionFinder
from adgo.intake.project_graph import ProjectGraph
from adgo.intake.review.suggestions import Meaning, choices, meaning

TEMPLATE = Path(__file__).with_name("prompt.md")


def prompt(graph: ProjectGraph, text: str, number: str) -> str:
    """Return the prompt for an article, with the fields of a draft, the vocabulary, known names and the text.

    Args:
        graph: the graph.
        text: the text of the article.
        number: its number.
    """
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        schema=SCHEMA.read_text(encoding="utf-8").strip(),
        predicates=_lines(choices(graph, "predicate", only_used=True)),
        classes=_lines(choices(graph, "type")),
        things=_lines(_mentioned(graph, text)) or "None that the graph knows.",
        number=number,
        article=text,
    )


def _mentioned(graph: ProjectGraph, text: str) -> list[Meaning]:
    """Return the things that a text may mention, by name; all candidates if the words are ambiguous."""
    iris = {iri for mention in MentionFinder(graph).mentions(text) for iri in mention.candidates}
    return [meaning(graph, iri) for iri in sorted(iris)]


def _lines(terms: list[Meaning]) -> str:
    """Return a line for each term."""
    return "\n".join(f"- `{term.name}`: {term.label}" for term in terms)
