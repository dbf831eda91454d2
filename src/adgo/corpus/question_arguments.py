"""The arguments of stored questions: things by any of their names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from adgo.corpus import names
from adgo.corpus.absence.notes import Ask, occurs
from adgo.corpus.corpus import Corpus
from adgo.corpus.names import AmbiguousName, UnknownName
from adgo.corpus.naming.short_names import sharing
from adgo.corpus.reading import read_query
from adgo.graph.namespaces import BASE, PREFIXES, short
from adgo.queries import BadParameter, Parameter, Question

#: How an IRI begins that is written out.
_SCHEMES = ("<", "http://", "https://", "urn:")
#: How many names a message lists at most.
MOST = 8


def resolved(
    read_corpus: Callable[[], Corpus],
    question: Question,
    arguments: Mapping[str, str],
    ask: Ask | None,
    *,
    read_near: Callable[[], Corpus] | None = None,
) -> dict[str, str]:
    """Return the arguments of a question with the IRI of each thing that is given by a name.

    Args:
        read_corpus: returns the graph; called only if an argument is a name, or an IRI is refused.
        question: the stored question.
        arguments: the values by the parameter's name: things by IRI, by a name with a prefix, or by any name.
        ask: returns the rows of a SELECT query on the data, to check the IRIs; None to leave them as they are.
        read_near: returns the graph, or a part of it, for the names nearest to a refused IRI; None for `read_corpus`.

    Raises:
        BadParameter: if the question has no such parameter, nothing has such a name, or several things have it; or if
            an IRI of ADGO is not in the data or names a thing of another class: the question would have no rows.
    """
    found = dict(arguments)
    for name, value in arguments.items():
        parameter = question.parameter(name)
        if parameter.is_thing and not is_iri(value):
            found[name] = _thing(read_corpus(), parameter, value)
        elif parameter.is_thing and ask is not None:
            _require_thing(ask, read_near or read_corpus, parameter, value)
    return found


def _require_thing(ask: Ask, read_near: Callable[[], Corpus], parameter: Parameter, value: str) -> None:
    """Raise BadParameter if an IRI of ADGO is not in the data, or names a thing of another class.

    Args:
        ask: returns the rows of a SELECT query on the data.
        read_near: returns the graph, for the nearest names.
        parameter: the parameter that has the value.
        value: an IRI, as the user wrote it.
    """
    it = parameter.term(value.strip())[1:-1]
    if it.startswith(BASE) and not _fits(ask, it, [PREFIXES["adgo"] + each for each in parameter.classes]):
        corpus = read_near()
        last = it.removeprefix(BASE).rpartition("/")[2]
        near = names.nearest_things(corpus, last, among=members(corpus, parameter))
        raise _unknown(corpus, parameter, value, near)


def is_iri(value: str) -> bool:
    """Return whether a value is an IRI, or a name with a prefix of the graph."""
    prefix, colon, local = value.strip().partition(":")
    return value.strip().startswith(_SCHEMES) or bool(colon and prefix in PREFIXES and " " not in local)


def labels(corpus: Corpus, question: Question, arguments: Mapping[str, str]) -> dict[str, str]:
    """Return how the arguments of a question read, by the parameter's name; those that are not given by their default.

    Args:
        corpus: the graph, for labels.
        question: the stored question.
        arguments: the values, resolved.
    """
    return {
        parameter.name: corpus.label(_iri(value))
        if parameter.is_thing
        else value.strip('"').partition('"')[0]
        for parameter, value in _given(question, arguments)
    }


def things(question: Question, arguments: Mapping[str, str]) -> set[str]:
    """Return the IRIs of the things in the arguments of a question; those that are not given by their default.

    Args:
        question: the stored question.
        arguments: the values, resolved.
    """
    return {_iri(value) for parameter, value in _given(question, arguments) if parameter.is_thing}


def _given(question: Question, arguments: Mapping[str, str]) -> Iterator[tuple[Parameter, str]]:
    for each in question.parameters:
        if value := arguments.get(each.name) or each.default:
            yield each, value


def _iri(value: str) -> str:
    prefix, _, local = value.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else value.removeprefix("<").removesuffix(">")


def _thing(corpus: Corpus, parameter: Parameter, value: str) -> str:
    try:
        found = names.find(corpus, value, among=members(corpus, parameter))
        others = sharing(corpus, value, found)
        if others:
            raise AmbiguousName(value, [found, *others])
        return found
    except AmbiguousName as error:
        listed = ", ".join(f"{short(it)} ({corpus.label(it)})" for it in error.candidates[:MOST])
        raise BadParameter(
            f"{parameter.name}: {value!r} may be {len(error.candidates)} things: {listed}. Name one of them",
            error.named,
        ) from error
    except UnknownName as error:
        raise _unknown(corpus, parameter, value, error.things) from error


def _unknown(corpus: Corpus, parameter: Parameter, value: str, nearest: Mapping[str, str]) -> BadParameter:
    near = f"; the nearest is {' or '.join(map(repr, nearest))}" if nearest else ""
    kinds = " or ".join(corpus.label(PREFIXES["adgo"] + each) for each in parameter.classes)
    return BadParameter(
        f"{parameter.name}: no {kinds or 'thing'} is called {value!r} in these data{near}",
        names.quoted(nearest),
    )


def _fits(ask: Ask, it: str, classes: Collection[str]) -> bool:
    """Return whether a thing occurs and has one of the classes; one of a class that the data do not describe may.

    Args:
        ask: returns the rows of a SELECT query.
        it: the IRI.
        classes: IRIs; empty for any.
    """
    types = [
        row["type"]["value"] for row in ask(_query("types-of-thing", it)) if row["type"]["type"] == "uri"
    ]
    if not types:
        return occurs(ask, it)
    if not classes or not set(classes).isdisjoint(types):
        return True
    broader = ({row["class"]["value"] for row in ask(_query("broader-classes", each))} for each in types)
    return any(not each or not each.isdisjoint(classes) for each in broader)


def _query(name: str, iri: str) -> str:
    return read_query(name).replace("?it", f"<{iri}>")


def members(corpus: Corpus, parameter: Parameter) -> set[str] | None:
    """Return the things that a parameter takes; None if it takes any."""
    if not parameter.classes:
        return None
    return {it for name in parameter.classes for it in corpus.of_class(name)}
