"""The stored questions with their paraphrases as executables of SHACL: examples for programs that write SPARQL."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from adgo import queries
from adgo.corpus import question_arguments
from adgo.corpus.corpus import Corpus
from adgo.graph.namespaces import PREFIXES, RDF, XSD
from adgo.queries import Question, paraphrases
from adgo.sparql.text import SparqlText
from adgo.turtle.writing.writer import write

_TYPE = NamedNode(RDF + "type")
#: The forms of SPARQL queries to the property that holds the text, and the class of the executable.
_FORMS = {"SELECT": ("select", "SPARQLSelectExecutable"), "ASK": ("ask", "SPARQLAskExecutable")}
_DECLARING = NamedNode(paraphrases.QUESTIONS + "prefixes")


def turtle(corpus: Corpus, endpoint: str) -> bytes:
    """Return the triples of the stored questions as Turtle.

    Args:
        corpus: the graph, for the labels of parameters.
        endpoint: the address of the SPARQL endpoint that answers them; "" if there is none.
    """
    rows = [(str(each.subject), str(each.predicate), str(each.object)) for each in triples(corpus, endpoint)]
    return write(rows, {**PREFIXES, "question": paraphrases.QUESTIONS}).encode()


def triples(corpus: Corpus, endpoint: str) -> Iterator[Triple]:
    """Yield what a program has to know of each stored question: its text, and in which words it is asked.

    A question with parameters is that for their defaults.

    Args:
        corpus: the graph, for the labels of parameters.
        endpoint: the address of the SPARQL endpoint that answers them; "" if there is none.
    """
    others = paraphrases.load()
    for name, question in queries.load().items():
        it = NamedNode(paraphrases.QUESTIONS + name)
        yield from _question(it, question)
        words = question.asked(question_arguments.labels(corpus, question, {}))
        yield Triple(it, _term("rdfs", "comment"), Literal(words, language="en"))
        for each in others.get(name, ()):
            yield Triple(it, _term("rdfs", "comment"), Literal(each.asked({}), language=each.language))
        if endpoint:
            yield Triple(it, _term("schema", "target"), NamedNode(endpoint))
    yield from _prefixes()


def _question(it: NamedNode, question: Question) -> Iterator[Triple]:
    form, kind = _FORMS[SparqlText(question.text).analysis.form]
    yield Triple(it, _TYPE, _term("sh", "SPARQLExecutable"))
    yield Triple(it, _TYPE, _term("sh", kind))
    yield Triple(it, _term("sh", form), Literal(question.body))
    yield Triple(it, _term("sh", "prefixes"), _DECLARING)
    yield Triple(it, _term("rdfs", "label"), Literal(question.title, language="en"))
    for word in question.kind.split(", "):
        yield Triple(it, _term("schema", "keywords"), Literal(word, language="en"))


def _prefixes() -> Iterator[Triple]:
    for prefix, namespace in PREFIXES.items():
        it = NamedNode(f"{_DECLARING.value}#{prefix}")
        yield Triple(_DECLARING, _term("sh", "declare"), it)
        yield Triple(it, _term("sh", "prefix"), Literal(prefix))
        yield Triple(it, _term("sh", "namespace"), Literal(namespace, datatype=NamedNode(XSD + "anyURI")))


def _term(prefix: str, name: str) -> NamedNode:
    return NamedNode(PREFIXES[prefix] + name)
