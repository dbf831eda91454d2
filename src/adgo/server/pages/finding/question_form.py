"""The form of a stored question: a field for each parameter, with the values for which there is an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from adgo.corpus.corpus import Corpus
from adgo.graph.namespaces import short
from adgo.queries import Parameter, Question
from adgo.server import page_queries
from adgo.server.protocol.problem import Problem
from adgo.server.site import Site

#: The most values that a field offers; it accepts others too.
MOST = 500


@dataclass(frozen=True)
class FormField:
    """A field of a form: the name of the argument, its label, a hint, its value, and the values that it offers."""

    name: str
    label: str
    hint: str
    value: str
    kind: str = "text"
    options: list[str] = field(default_factory=list)


def fields(
    site: Site, corpus: Corpus, question: Question, shown: Mapping[str, str], given: Mapping[str, str]
) -> list[FormField]:
    """Return the fields of the form of a question.

    Args:
        site: the site that serves the request.
        corpus: the graph, for labels.
        question: the stored question.
        shown: the labels of the values, by the parameter's name.
        given: the arguments as the client wrote them.
    """
    found = []
    for each in question.parameters:
        label = each.short_meaning[:1].upper() + each.short_meaning[1:]
        hint = each.meaning.partition(";")[2].strip()
        value = shown.get(each.name) or given.get(each.name, "")
        if each.is_day:
            found.append(FormField(each.name, label, hint, value or _today(), "date"))
        else:
            offered = options(site, corpus, question, each) if each.is_thing else []
            found.append(FormField(each.name, label, hint, value, options=offered))
    return found


def options(site: Site, corpus: Corpus, question: Question, parameter: Parameter) -> list[str]:
    """Return the names of the things for which a question has an answer, sorted; none if this takes too long.

    A name that several things have is that of the graph, such as id:QCraft.

    Args:
        site: the site that serves the request.
        corpus: the graph, for labels.
        question: the stored question.
        parameter: one of its parameters.
    """
    name = f"options of {question.name} for {parameter.name}"
    return site.kept(name, lambda: _options(site, corpus, question, parameter))


def _options(site: Site, corpus: Corpus, question: Question, parameter: Parameter) -> list[str]:
    try:
        rows = page_queries.answered(site, question.options_query(parameter.name))
    except Problem:
        return []
    things = {row[parameter.name]["value"] for row in rows if row[parameter.name]["type"] == "uri"}
    if parameter.classes:
        things = {it for it in things if any(corpus.is_a(it, name) for name in parameter.classes)}
    most = sorted(things, key=lambda it: (-corpus.claim_count(it), it))[:MOST]
    named = Counter(corpus.label(it).casefold() for it in most)
    return sorted(
        (corpus.label(it) if named[corpus.label(it).casefold()] == 1 else short(it) for it in most),
        key=str.casefold,
    )


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
