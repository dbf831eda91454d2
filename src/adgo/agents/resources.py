"""The documents that an agent can read without a call: the schema, the list of stored questions, and each of them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from adgo.agents.agent_error import unknown
from adgo.agents.graph_source import GraphSource

SCHEMA, QUESTIONS = "adgo://schema", "adgo://questions"
JSON, MARKDOWN, SPARQL = "application/json", "text/markdown", "application/sparql-query"


@dataclass(frozen=True)
class AgentDocument:
    """One document: its address, its name, what it is, and its media type."""

    uri: str
    name: str
    description: str
    media_type: str = JSON


def listed(source: GraphSource) -> list[AgentDocument]:
    """Return all documents."""
    meaning = "The graphs, classes and properties of the data, for clients that write SPARQL."
    stored = "Every stored question: its name, the question in words, and its parameters."
    questions = [
        AgentDocument(f"{QUESTIONS}/{each.name}", each.name, each.question, SPARQL)
        for each in source.questions.values()
    ]
    return [
        AgentDocument(SCHEMA, "schema", meaning, MARKDOWN),
        AgentDocument(QUESTIONS, "questions", stored),
        *questions,
    ]


def read(source: GraphSource, uri: str) -> tuple[str, str]:
    """Return the text and the media type of a document.

    Raises:
        AgentError: if there is no document with this address.
    """
    if uri == SCHEMA:
        from adgo.agents import results

        return source.at_one_version(lambda _: results.card(source)), MARKDOWN
    if uri == QUESTIONS:
        return json.dumps(_questions(source), ensure_ascii=False, indent=1), JSON
    name = uri.removeprefix(f"{QUESTIONS}/")
    if name in source.questions:
        return source.questions[name].text, SPARQL
    uris = [SCHEMA, QUESTIONS, *(f"{QUESTIONS}/{each}" for each in source.questions)]
    raise unknown("resource", uri[:200], uris, f"{QUESTIONS} lists the stored questions.")


def _questions(source: GraphSource) -> list[dict[str, object]]:
    return [
        {
            "name": each.name,
            "question": each.general,
            "aim": each.aim,
            "parameters": {parameter.name: parameter.meaning for parameter in each.parameters},
        }
        for each in sorted(source.questions.values(), key=lambda each: (each.aim, each.order))
    ]
