"""A benchmark of text-to-SPARQL: each stored question in three languages, its query, and its exact rows.

The file is JSON, and therefore YAML too. It is a questions file of the TEXT2SPARQL challenge, with answers as in QALD:
each is a result in the SPARQL 1.1 Query Results JSON Format.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import partial
from typing import Any

from pyoxigraph import QueryResultsFormat

from adgo import queries
from adgo.corpus import question_arguments
from adgo.corpus.corpus import Corpus
from adgo.corpus.reading import Row, asking, read_store
from adgo.export.text_to_sparql.schema_card import read_query
from adgo.graph.dataset import Dataset
from adgo.queries import Question, paraphrases
from adgo.queries.paraphrases import Paraphrase
from adgo.sparql.answering.query import query

#: The prefix of the names that clients give to the questions.
PREFIX = "adgo"


def benchmark(dataset: Dataset, day: str = "", names: Collection[str] = ()) -> bytes:
    """Return the benchmark of the packaged graph. The same graph and day always give the same bytes.

    Args:
        dataset: the packaged graph.
        day: the day that questions about today are asked for, such as "2026-12-31"; "" for that of the last change.
        names: the stored questions; all if none is given. Each has the same number in every selection.
    """
    about = asking(dataset.store)(read_query("dataset"))[0]
    day = day or about["modified"]["value"]
    corpus, others = read_store(dataset.store), paraphrases.load()
    asked = [
        {
            "id": number,
            **_entry(corpus, question, others[name], day),
            "answers": [_answer(dataset, question, day)],
        }
        for number, (name, question) in enumerate(queries.load().items(), 1)
        if not names or name in names
    ]
    document = {"dataset": {**_described(about), "data": dataset.digest, "day": day}, "questions": asked}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _described(about: Row) -> dict[str, str]:
    names = {"dataset": "id", "title": "title", "version": "version", "license": "license"}
    return {name: about[column]["value"] for column, name in names.items()} | {"prefix": PREFIX}


def _entry(corpus: Corpus, question: Question, others: tuple[Paraphrase, ...], day: str) -> dict[str, Any]:
    """Return the words of a question in each language, and its query."""
    given = _days(question, day)
    words = {"en": [question.asked(question_arguments.labels(corpus, question, given))]}
    for each in others:
        words.setdefault(each.language, []).append(each.asked(given))
    return {
        "name": question.name,
        "question": {language: found[0] for language, found in words.items()},
        "paraphrases": {language: found[1:] for language, found in words.items()},
        "query": {"sparql": _text(question, day)},
    }


def _days(question: Question, day: str) -> dict[str, str]:
    """Return the arguments for the parameters whose default is today."""
    return {each.name: day for each in question.parameters if each.is_day and not each.default}


def _text(question: Question, day: str) -> str:
    lines = question.ask(_days(question, day)).splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("#+")).strip() + "\n"


def _answer(dataset: Dataset, question: Question, day: str) -> dict[str, Any]:
    """Return the answer in SPARQL's JSON format, with the rows sorted: they are a set."""
    found = query(dataset.store, _text(question, day))
    if found.form == "boolean":
        return {"head": {}, "boolean": bool(found.result)}
    answer: dict[str, Any] = json.loads(found.rows.serialize(format=QueryResultsFormat.JSON) or b"{}")
    answer["results"]["bindings"].sort(key=partial(json.dumps, sort_keys=True))
    return answer
