"""Drafts the claims of an article from what the graph knows by name, and from rules; nothing else is read into it.

A sentence with a word that shows a plan, a condition, a hedge or the past gives no asserted draft, except on what a
phrase without such a word says in passing, such as an office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from pyoxigraph import NamedNode

from adgo.evidence import store_lookup
from adgo.graph.namespaces import ADGO, PREFIXES, short
from adgo.intake.caution.modality_cues import cue_in
from adgo.intake.drafting.draft_rules import DraftRule, before, countries, rules, speech
from adgo.intake.drafting.marked_text import Sentence, TextOfThings
from adgo.intake.mentions.finding import MentionFinder
from adgo.intake.project_graph import ProjectGraph

_WITHIN = PREFIXES["adgo"] + "within"
#: Kinds of things whose names in an article are claimed; other words are only words of the language.
_NAMED = {"org", "person", "level", "technology"}

Record = dict[str, Any]


class RuleDrafter:
    """Drafts the claims of articles with the rules."""

    def __init__(self, graph: ProjectGraph) -> None:
        self._graph, self._finder = graph, MentionFinder(graph)
        self._labels = {iri: labels[0] for iri, labels in graph.labels.items()}

    def drafts(self, text: str, source: str) -> list[Record]:
        """Return the records of drafts on an article, in the order of the rules.

        Args:
            text: the text of the article.
            source: its number.
        """
        marked = TextOfThings(self._graph, self._finder, text)
        words = "|".join(map(re.escape, sorted(countries(), key=len, reverse=True)))
        country = rf"\b(?:{words})\b|{marked.classes['land']}"
        found = list(self._names(marked))
        for rule in rules():
            expression = rule.compiled(marked.classes, country)
            for sentence in marked.sentences():
                found += self._stated(rule, expression, sentence, marked)
        return _different({"source": source, **each, "by": "rules"} for each in found)

    def _names(self, marked: TextOfThings) -> Iterator[Record]:
        """Yield what the article calls each known thing."""
        for mention in marked.mentions:
            words = marked.text[slice(*mention.span)]
            if marked.kinds(mention.candidates[0]) & _NAMED:
                yield self._claim(
                    marked.text, mention.span, (short(mention.candidates[0]), "adgo:isNamed", _text(words))
                )

    def _claim(self, text: str, span: tuple[int, int], triple: tuple[str, str, Any]) -> Record:
        subject, predicate, value = triple
        said = value["value"] if isinstance(value, dict) else value
        return {
            "quotation": text[slice(*span)],
            "start": span[0],
            "end": span[1],
            "unit": "code-points",
            "paraphrase": f"{self._label(subject)}: {predicate.partition(':')[2]} {self._label(str(said))}.",
            "subject": subject,
            "predicate": predicate,
            "object": value,
            "modality": "Asserted",
            "attribution": "ArticleVoice",
        }

    def _label(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        return self._labels.get(PREFIXES[prefix] + local, local) if colon and prefix in PREFIXES else name

    def _stated(
        self, rule: DraftRule, expression: re.Pattern[str], sentence: Sentence, marked: TextOfThings
    ) -> Iterator[Record]:
        """Yield what a rule finds in a sentence."""
        for match in expression.finditer(sentence.text):
            modality = _modality(rule, match[0], sentence.text)
            is_turned = rule.within == "phrase" and before().search(sentence.text[: match.start()])
            if modality is None or is_turned:
                continue
            span = marked.span(sentence.start + match.start(), sentence.start + match.end())
            for values in self._readings(match, marked):
                for record in self._claims(rule, values, span, marked.text):
                    record |= modality
                    if _is_speech(rule, sentence.text, match.span()):
                        del record["attribution"]
                    yield record

    def _readings(self, match: re.Match[str], marked: TextOfThings) -> Iterator[dict[str, str]]:
        """Yield the names that each group of a match means, one of each list."""
        meant = {
            name: [*self._meant(words, marked)]
            for name, words in match.groupdict().items()
            if words is not None
        }
        for values in product(*meant.values()):
            yield dict(zip(meant, values, strict=True))

    def _meant(self, words: str, marked: TextOfThings) -> Iterator[str]:
        """Yield the names of the things that stand in some words, or the words themselves if there are none."""
        things = [mention for each in words if (mention := marked.mention(each))]
        yield from (short(mention.candidates[0]) for mention in things)
        if not things:
            yield self._country(words) if words in countries() else words

    def _country(self, word: str) -> str:
        name = countries()[word]
        known = (iri for iri, label in self._labels.items() if label == name)
        return short(next(known, name))

    def _claims(
        self, rule: DraftRule, values: Mapping[str, str], span: tuple[int, int], text: str
    ) -> Iterator[Record]:
        """Yield the records of a rule's claims; a claim with a group that matched nothing is left out."""
        labels = {name: self._label(value) for name, value in values.items()}
        for subject, predicate, written in rule.claims:
            ends = [self._end(each, rule, values, labels) for each in (subject, written)]
            if all(ends):
                named = [proposal for end in ends if end for proposal in end[1]]
                triple = (str(ends[0][0]), predicate, ends[1][0])  # type: ignore[index]
                yield self._claim(text, span, triple) | ({"propose": named} if named else {})

    def _end(
        self, written: str, rule: DraftRule, values: Mapping[str, str], labels: Mapping[str, str]
    ) -> tuple[Any, list[Record]] | None:
        """Return the value of a subject or object, and what it proposes; None if its group matched nothing."""
        kind, name = written[0], written[1:]
        if kind == "+":
            label = rule.new[name].format_map(labels)
            return _proposed(label, "")
        if kind not in "$=#^":
            return written, []
        if name not in values:
            return None
        value = values[name]
        if kind == "=":
            return _text(value), []
        if kind == "#":
            return {"value": value.replace(",", ""), "datatype": _number_type(rule.name)}, []
        if kind == "^":
            country = self._country_of(value)
            return (country, []) if country else None
        return (
            (value, [])
            if ":" in value
            else _proposed(value, "adgo:Person" if name == "who" else "adgo:Organization")
        )

    def _country_of(self, name: str) -> str:
        """Return the name of the country in which a place is; "" if the graph does not have it."""
        store, waiting, seen = self._graph.store, [PREFIXES["id"] + name.partition(":")[2]], set[str]()
        while waiting:
            place = NamedNode(waiting.pop())
            if NamedNode(ADGO + "Country") in store_lookup.kinds(store, place):
                return short(place.value)
            if place.value not in seen:
                seen.add(place.value)
                above = store_lookup.objects(store, place, NamedNode(_WITHIN))
                above += store_lookup.claimed_objects(store, place, NamedNode(_WITHIN))
                waiting += [each.value for each in above if isinstance(each, NamedNode)]
        return ""


def _modality(rule: DraftRule, matched: str, sentence: str) -> Record | None:
    """Return the modality and status of a match; None if the sentence does not say clearly which."""
    if rule.modality:
        weaker = cue_in(sentence, skipped=("Planned", "Conditional", "Forecast"))
        return None if weaker else {"modality": rule.modality, "status": rule.status}
    if rule.within == "sentence":
        cue = cue_in(sentence, rule.ignored)
    else:
        cue = cue_in(matched, rule.ignored)
        if rule.within == "clause":
            cue = cue or cue_in(sentence, rule.ignored, skipped=("Planned",))
    if cue is not None:
        return None
    return {"modality": "Asserted"} | ({"status": rule.status} if rule.status else {})


def _is_speech(rule: DraftRule, sentence: str, span: tuple[int, int]) -> bool:
    """Return whether a match may be somebody's words; a phrase in passing is if it is within quotation marks."""
    if rule.within != "phrase":
        return speech().search(sentence) is not None
    above, below = sentence[: span[0]], sentence[span[1] :]
    is_straight = above.count('"') % 2 or sentence.count('"') % 2
    return bool(is_straight) or above.count("“") > above.count("”") or below.count("”") > below.count("“")


def _text(words: str) -> Record:
    return {"value": " ".join(words.split()), "datatype": "xsd:string"}


def _number_type(name: str) -> str:
    return "xsd:integer" if "cities" in name else "xsd:decimal"


def _proposed(label: str, kind: str) -> tuple[str, list[Record]]:
    """Return the name of a new thing, and its proposal."""
    local = "-".join(re.findall(r"[A-Za-z0-9]+", label if kind else label.lower()))
    record = {"name": f"id:{local}", "label": label}
    return record["name"], [record | ({"type": kind} if kind else {})]


def _different(records: Iterator[Record]) -> list[Record]:
    """Return records without those that say the same at a later place, if the article says it twice."""
    found: dict[tuple[str, ...], Record] = {}
    for each in records:
        key = tuple(str(each[field]) for field in ("subject", "predicate", "object"))
        found.setdefault(key, each)
    return list(found.values())
