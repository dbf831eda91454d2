"""The stored questions by the aim of the reader, or those that some words ask."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from adgo.corpus import question_arguments
from adgo.corpus.corpus import Corpus
from adgo.corpus.search.question_search import QuestionHit
from adgo.queries import Question, aim
from adgo.server import site_corpus, site_search
from adgo.server.pages.finding import answer_counts
from adgo.server.site import Site

#: How many questions of each aim are shown; the others are folded.
FIRST = 2


@dataclass(frozen=True)
class QuestionEntry:
    """A question in a list.

    Attributes:
        title: its short title.
        question: the question in words.
        href: its address.
        answer: how long its answer is, such as "12 rows", "12 rows for Germany" or "yes"; "" if that is not known.
        choices: what readers can choose, such as "the place".
    """

    title: str
    question: str
    href: str
    answer: str
    choices: list[str]


@dataclass(frozen=True)
class QuestionSection:
    """The questions with one aim: those that are shown, and those that are folded."""

    aim: aim.Aim
    first: list[QuestionEntry]
    rest: list[QuestionEntry]


def sections(site: Site) -> list[QuestionSection]:
    """Return all questions by aim; those of an unknown aim come last."""
    counts = answer_counts.count(site)
    things = {it for each in site.questions.values() for it in question_arguments.things(each, {})}
    corpus = site_corpus.read_shown(site, things)
    known = [*aim.every(), aim.Aim("More", "")]
    names = {each.name for each in known}
    found: dict[str, list[QuestionEntry]] = {each.name: [] for each in known}
    for each in sorted(site.questions.values(), key=lambda each: (each.order, each.name)):
        line = QuestionEntry(
            each.title,
            each.general,
            address(each.name),
            _answer(corpus, each, counts.get(each.name, "")),
            _choices(each),
        )
        found[each.aim if each.aim in names else known[-1].name].append(line)
    return [
        QuestionSection(each, listed[:FIRST], listed[FIRST:])
        for each in known
        if (listed := found[each.name])
    ]


def asked(site: Site, words: str) -> list[QuestionEntry]:
    """Return the questions that some words ask, with the parameters that the words give, the best first."""
    return [entry(site, hit) for hit in site_search.read_search(site).questions.find(words)]


def entry(site: Site, hit: QuestionHit) -> QuestionEntry:
    """Return a question that was found as an entry of a list.

    Args:
        site: the site that serves the request.
        hit: the question with its arguments.
    """
    question: Question = site.questions[hit.name]
    choices = _choices(question) if len(hit.arguments) < len(question.parameters) else []
    return QuestionEntry(hit.title, hit.question, address(hit.name, hit.arguments), "", choices)


def _choices(question: Question) -> list[str]:
    return [each.short_meaning for each in question.parameters]


def _answer(corpus: Corpus, question: Question, length: str) -> str:
    """Return how long the answer is, with the values for which it was counted."""
    labels = question_arguments.labels(corpus, question, {})
    return f"{length} for {', '.join(labels.values())}" if length and labels else length


def address(name: str, arguments: dict[str, str] | None = None) -> str:
    """Return the path of a question, with its arguments.

    Args:
        name: the question.
        arguments: the values of its parameters, by name.
    """
    return f"/queries/{quote(name)}" + (f"?{urlencode(arguments, safe=':')}" if arguments else "")
