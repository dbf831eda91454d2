"""The stored questions that words ask, with the parameters that the words give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from adgo.corpus.search.index import LONGEST, SearchIndex
from adgo.corpus.search.mentions import Mention
from adgo.corpus.search.words import canonical, content, fold, stem
from adgo.graph.namespaces import short
from adgo.queries import Parameter, Question

#: The least part of the words, by weight, that a question must have.
ENOUGH = 0.6
#: The weight of a word found in the title of a question, among its further words, and in the question itself.
TITLE, WORDS, SENTENCE = 1.0, 0.97, 0.8
#: What a question gains that takes a value from the words.
TAKEN = 0.03


@dataclass(frozen=True)
class QuestionHit:
    """A stored question found: title and question with the values in their places, and the score, from 0 to 1.

    `arguments` are the values of parameters by name, as prefixed names. `answers` says whether the words ask more than
    a name, so that the question is a better answer than the thing with this name.
    """

    name: str
    title: str
    question: str
    arguments: dict[str, str]
    score: float
    answers: bool


@dataclass(frozen=True)
class _SearchedQuestion:
    """A question with the weights of its stems, the texts that ask exactly it, and the stems of its title."""

    question: Question
    weights: dict[str, float]
    whole: frozenset[str]
    title: frozenset[str]


class QuestionSearch:
    """The stored questions by their words."""

    def __init__(self, questions: Iterable[Question], index: SearchIndex) -> None:
        """Create the search.

        Args:
            questions: the stored questions.
            index: finds the things that the words name.
        """
        self._index = index
        self._entries = [_entry(each) for each in questions]

    def find(self, asked: str) -> list[QuestionHit]:
        """Return the questions that words ask, the best first."""
        folded = fold(asked[:LONGEST])
        words = canonical(folded)
        mentions = self._index.mentions(asked)
        found = [(self._hit(entry, folded, words, mentions), entry) for entry in self._entries]
        hits = [(hit, entry) for hit, entry in found if hit.score >= ENOUGH]
        # Questions that only take a name are in the order of the page of questions.
        hits.sort(
            key=lambda pair: (not pair[0].answers, -pair[0].score * pair[0].answers, pair[1].question.order)
        )
        return [hit for hit, _ in hits]

    def _hit(
        self, entry: _SearchedQuestion, folded: str, words: tuple[str, ...], mentions: Sequence[Mention]
    ) -> QuestionHit:
        question, corpus = entry.question, self._index.corpus
        taken = self._taken(question, mentions)
        used = {at for mention in taken.values() for at in range(mention.start, mention.end)}
        rest = content([word for at, word in enumerate(words) if at not in used])
        given = [words[at] for at in used]
        things = {name: self._fitting(question.parameter(name), each)[0] for name, each in taken.items()}
        labels = {name: corpus.label(it) for name, it in things.items()}
        arguments = {name: short(it) for name, it in things.items()}
        titled, asked = question.titled(labels), question.asked(labels)
        if folded in entry.whole:
            return QuestionHit(question.name, titled, asked, arguments, 1.0, answers=True)
        matched = {
            word: entry.weights.get(stem(word), 0.0) for word in rest if not (given and _is_empty(word))
        }
        score = self._part(matched, given) * (0.92 + 0.04 * _covered(entry, matched, len(taken)))
        score += TAKEN if taken and score else 0.0
        named = {word for mention in mentions for word in words[mention.start : mention.end]}
        answers = any(weight for word, weight in matched.items() if word not in named)
        return QuestionHit(question.name, titled, asked, arguments, round(score, 3), answers)

    def _part(self, matched: Mapping[str, float], given: Sequence[str]) -> float:
        """Return the part of the words, by weight, that a question has or takes as values."""
        weights = {word: self._index.weight(word) for word in (*matched, *given)}
        total = sum(weights.values())
        fit = sum(weights[word] * part for word, part in matched.items()) + sum(
            weights[word] for word in given
        )
        return fit / total if total else 0.0

    def _taken(self, question: Question, mentions: Sequence[Mention]) -> dict[str, Mention]:
        """Return the mentions that a question takes as values of its parameters, the first that fits each."""
        taken: dict[str, Mention] = {}
        for parameter in question.parameters:
            fitting = [
                each for each in mentions if each not in taken.values() and self._fitting(parameter, each)
            ]
            if fitting and parameter.is_thing:
                taken[parameter.name] = fitting[0]
        return taken

    def _fitting(self, parameter: Parameter, mention: Mention) -> list[str]:
        """Return the things of a mention that a parameter takes, the ones with most claims first."""
        corpus = self._index.corpus
        things = [
            it
            for it in mention.things
            if not parameter.classes or any(corpus.is_a(it, name) for name in parameter.classes)
        ]
        return sorted(things, key=lambda it: (-corpus.claim_count(it), it))


def _entry(question: Question) -> _SearchedQuestion:
    weights: dict[str, float] = {}
    title = _stems(question.titled(dict.fromkeys((each.name for each in question.parameters), "")))
    for weight, text in ((SENTENCE, question.question), (WORDS, question.words), (TITLE, question.title)):
        weights |= dict.fromkeys(_stems(text), weight)
    return _SearchedQuestion(
        question, weights, frozenset((fold(question.title), fold(question.question))), title
    )


def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, content(canonical(fold(text)))))


def _covered(entry: _SearchedQuestion, matched: Mapping[str, float], taken: int) -> float:
    """Return the part of the words and values of a title that were asked for.

    Args:
        entry: the question.
        matched: the words that were asked for, each with its weight in the question.
        taken: how many values were given.
    """
    stems = {stem(word) for word, weight in matched.items() if weight}
    return (len(stems & entry.title) + taken) / max(1, len(entry.title) + taken)


def _is_empty(word: str) -> bool:
    return not _stems(word) or content((word, "-")) == ("-",)
