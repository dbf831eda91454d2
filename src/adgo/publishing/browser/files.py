"""The files by which a published folder answers queries and searches in the browser."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode

from adgo import __version__
from adgo.corpus import question_arguments
from adgo.corpus.corpus import Corpus
from adgo.graph.dataset import Dataset
from adgo.graph.namespaces import BASE, ID, PREFIXES
from adgo.publishing.browser import engine_questions, rules, search_entries
from adgo.publishing.browser.compressed import compressed, compressed_json
from adgo.publishing.browser.graph_parts import GraphPart, parts
from adgo.queries import Parameter, Question
from adgo.server.pages import assets
from adgo.server.site import Site

SCRIPTS = Path(__file__).parent / "scripts"
#: The scripts that work without the engine.
WITHOUT_ENGINE = ("compressed.js", "elements.js", "search.js")
#: Returns the link from the top of the folder to the page about a thing, None if it has none.
PageOf = Callable[[str], str | None]


def files(site: Site, corpus: Corpus, dataset: Dataset, page_of: PageOf) -> Iterator[tuple[str, bytes]]:
    """Yield the path in the folder and the content of each file; without the engine, only what the search needs.

    Args:
        site: the site that is published.
        corpus: the graph as people read it.
        dataset: the graph.
        page_of: returns the link to the page about a thing, None if it has none.
    """
    has_engine = assets.has(*assets.ENGINE)
    for script in sorted(SCRIPTS.glob("*.js")):
        if has_engine or script.name in WITHOUT_ENGINE:
            yield f"browser/{script.name}", script.read_bytes()
    questions = [site.questions[name] for name in sorted(site.questions)]
    yield "browser/search.json.gz", compressed_json(search_entries.entries(corpus, questions, page_of))
    if has_engine:
        yield from _engine_files(corpus, dataset, page_of)
        for question in questions:
            yield f"browser/questions/{question.name}.json.gz", compressed_json(_question(corpus, question))


def _engine_files(corpus: Corpus, dataset: Dataset, page_of: PageOf) -> Iterator[tuple[str, bytes]]:
    """Yield the engine, the graphs, the labels and what scripts need to know about them."""
    engine = {name: (assets.VENDOR / name).read_bytes() for name in assets.ENGINE}
    yield from ((f"browser/{name}", content) for name, content in engine.items())
    yield "browser/oxigraph.js.gz", compressed(engine["oxigraph.js"])
    graphs = parts(dataset.store)
    packed = {each.name: compressed(each.turtle.encode()) for each in graphs}
    yield from ((f"browser/graph/{name}.ttl.gz", content) for name, content in packed.items())
    labels = compressed_json(_labels(corpus, dataset, page_of))
    yield "browser/labels.json.gz", labels
    described = [_described(each, packed[each.name]) for each in graphs]
    yield (
        "browser/index.json.gz",
        compressed_json({**_index(dataset, graphs), "labels": _digest(labels), "parts": described}),
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _described(part: GraphPart, content: bytes) -> dict[str, Any]:
    return {
        "name": part.name,
        "iri": part.iri,
        "merged": part.is_merged,
        "count": part.count,
        "digest": _digest(content),
    }


def _index(dataset: Dataset, graphs: list[GraphPart]) -> dict[str, Any]:
    """Return what scripts need to know about the dataset: its version, its size, and the rules of the engine."""
    named = [each for each in graphs if each.iri]
    return {
        "version": __version__,
        "data": dataset.digest,
        "triples": len(dataset.store),
        "default": len(dataset.store) - sum(each.count for each in named),
        "prefixes": dict(sorted(PREFIXES.items())),
        "rules": rules.rules([each.iri for each in named]),
        "differences": rules.listed(),
    }


def _labels(corpus: Corpus, dataset: Dataset, page_of: PageOf) -> dict[str, Any]:
    """Return the label of each IRI below the base, and the link to its page; 0 if it has none."""
    found: set[str] = set()
    for quad in dataset.store:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, NamedNode) and term.value.startswith(BASE):
                found.add(term.value)
    return {"base": BASE, "labels": {it[len(BASE) :]: _named(corpus, it, page_of) for it in sorted(found)}}


def _named(corpus: Corpus, it: str, page_of: PageOf) -> list[str | int] | str | int:
    """Return the label of an IRI and the link to its page: briefly if they follow from the IRI, as most do.

    0 stands for the label "claim 002-1" of `claim/002-1`, and for no page; without a link, it is `about/….html`.
    """
    local, link = it[len(BASE) :], page_of(it)
    label = corpus.label(it)
    brief: str | int = 0 if label == local.replace("/", " ", 1) else label
    return brief if link == f"about/{local}.html" else [brief, link or 0]


def _question(corpus: Corpus, question: Question) -> dict[str, Any]:
    """Return a stored question for the browser: its words, its parameters, and its queries for the engine."""
    labels = question_arguments.labels(corpus, question, {})
    terms = engine_questions.defaults(question)
    return {
        "name": question.name,
        "titleForm": question.title_form or question.question,
        "questionForm": question.question_form or question.question,
        "text": question.body,
        "exact": engine_questions.engine_texts(question),
        "parameters": [
            {
                **engine_questions.described(each),
                "label": each.short_meaning[:1].upper() + each.short_meaning[1:],
                "default": terms.get(each.name, ""),
                "shown": labels.get(each.name, ""),
                "names": _names(corpus, each) if each.is_thing else [],
            }
            for each in question.parameters
        ],
    }


def _names(corpus: Corpus, parameter: Parameter) -> list[list[str]]:
    """Return the names of the things that a parameter takes, each with its IRI."""
    taken = question_arguments.members(corpus, parameter)
    things = {it for it in corpus.records if it.startswith(ID)} if taken is None else taken
    return sorted([name, it] for it in things for name in dict.fromkeys(corpus.names(it)))
