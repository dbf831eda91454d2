"""The arguments of stored questions: things by any of their names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from adgo.corpus import names
from adgo.corpus.corpus import Corpus
from adgo.corpus.names import AmbiguousName, UnknownName
from adgo.corpus.naming.short_names import sharing
from adgo.graph.namespaces import PREFIXES, short
from adgo.queries import BadParameter, Parameter, Question

#: How an IRI begins that is written out.
_SCHEMES = ("<", "http://", "https://", "urn:")
#: How many names a message lists at most.
MOST = 8


def resolved(
    read_corpus: Callable[[], Corpus], question: Question, arguments: Mapping[str, str]
) -> dict[str, str]:
    """Return the arguments of a question with the IRI of each thing that is given by a name.

    Args:
        read_corpus: returns the graph; called only if an argument is a name.
        question: the stored question.
        arguments: the values by the parameter's name: things by IRI, by a name with a prefix, or by any name.

    Raises:
        BadParameter: if the question has no such parameter, nothing has such a name, or several things have it.
    """
    found = dict(arguments)
    for name, value in arguments.items():
        parameter = question.parameter(name)
        if parameter.is_thing and not is_iri(value):
            found[name] = _thing(read_corpus(), parameter, value)
    return found


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
            f"{parameter.name}: {value!r} may be {len(error.candidates)} things: {listed}. Name one of them"
        ) from error
    except UnknownName as error:
        near = f"; the nearest is {' or '.join(map(repr, error.nearest))}" if error.nearest else ""
        kinds = " or ".join(corpus.label(PREFIXES["adgo"] + each) for each in parameter.classes)
        raise BadParameter(
            f"{parameter.name}: no {kinds or 'thing'} is called {value!r} in these data{near}"
        ) from error


def members(corpus: Corpus, parameter: Parameter) -> set[str] | None:
    """Return the things that a parameter takes; None if it takes any."""
    if not parameter.classes:
        return None
    return {it for name in parameter.classes for it in corpus.of_class(name)}
