"""Checks a draft: its article, its place, its words, and every term of its claim."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from adgo.evidence.citation import Citation, cite_range
from adgo.evidence.folded_text import fold
from adgo.evidence.sources import NoTexts, Text, Texts
from adgo.evidence.verification.copied_wording import NAMING, RUN, Wording
from adgo.graph.namespaces import PREFIXES, short
from adgo.intake.anchoring import anchor
from adgo.intake.draft import Draft, DraftFault, Refusal
from adgo.intake.draft_refusals import or_refusal
from adgo.intake.draft_values import literal
from adgo.intake.new_claim import NewClaim, Proposal
from adgo.intake.project_graph import Atom, ProjectGraph
from adgo.intake.term_finder import Property, UnknownTerm, expanded
from adgo.intake.time_expressions import FaultyTime, TimeExpression, TimeNames, read
from adgo.turtle.terms import split_literal

#: Returns the IRI of the thing with a name or label; LookupError says that there is none, or several.
FindThing = Callable[[str], str]


class DraftChecks:
    """Turns drafts into claims, or says why it cannot."""

    def __init__(
        self, graph: ProjectGraph, texts: Texts, find_thing: FindThing, drafts: Iterable[Draft]
    ) -> None:
        """Prepare the checks.

        Args:
            graph: what the project knows.
            texts: the folder with the texts of the articles.
            find_thing: finds a thing of the graph by its name.
            drafts: all drafts that come in together, as one may name what another proposes.
        """
        self._graph, self._texts, self._find_thing = graph, texts, find_thing
        self._read: dict[str, Text] = {}
        self._wordings: dict[str, Wording] = {}
        self.proposals: dict[str, Proposal] = {}
        self._proposed_names: dict[str, str] = {}
        self._faulty_proposals: dict[str, str] = {}
        self._times = TimeNames(graph)
        for draft in drafts:
            for proposed in draft.record.get("propose", []):
                self._propose(proposed, draft)

    def check(self, draft: Draft) -> NewClaim | Refusal:
        """Return the claim that a draft makes, or why it makes none."""
        return or_refusal(draft, lambda: self._claim(draft))

    def located(self, draft: Draft) -> Citation:
        """Return the passage of a draft; Unanchored, NoTexts or DraftFault if it has no certain place."""
        text = self._text(draft)
        return cite_range(text, *anchor(text.content, draft.quotation, draft.offsets))

    def _claim(self, draft: Draft) -> NewClaim:
        citation = self.located(draft)
        if draft.missing:
            raise DraftFault(
                "incomplete", f"the draft lacks {', '.join(draft.missing)}: add what the passage says"
            )
        time = self.time(draft, citation)
        atom = self.atom(draft, time)
        self._check_own_words(draft, atom)
        statement, label = self._statement(draft, atom)
        return NewClaim(
            draft=draft,
            spans=citation.spans,
            sha256=citation.sha256,
            atom=atom,
            modality=self._graph.terms.member(draft.record["modality"], "Modality"),
            attribution=self._graph.terms.member(draft.record["attribution"], "Attribution"),
            status=self._graph.terms.member(draft.record["status"], "Status")
            if draft.record.get("status")
            else "",
            speaker=self.thing(draft.record["speaker"]) if draft.record.get("speaker") else "",
            statement=statement,
            statement_label=label,
            time=time,
            hedge=self.hedge(draft, citation),
        )

    def _check_own_words(self, draft: Draft, atom: Atom) -> None:
        """Refuse a draft whose texts copy the article; a name or title may be as the article has it."""
        written = {field: str(draft.record.get(field, "")) for field in ("paraphrase", "statement")}
        if atom[2].startswith('"'):
            written["object"] = split_literal(atom[2])[0]
        for field, words in written.items():
            is_name = field == "object" and atom[1][1:-1] in NAMING
            if not is_name and self._is_copied(draft, words):
                message = f"the {field} has {RUN} words in a row of the article; say it in your own words"
                raise DraftFault("copied", message)

    def _is_copied(self, draft: Draft, words: str) -> bool:
        """Return whether words have a run of words in common with the article of a draft, if its text is there."""
        number = draft.source
        if number not in self._wordings:
            try:
                content = self._text(draft).content
            except (DraftFault, NoTexts):
                return False  # The draft itself is refused for this.
            self._wordings[number] = Wording({number: content})
        return bool(self._wordings[number].runs(words))

    def _text(self, draft: Draft) -> Text:
        """Return the text of the draft's article, which must be the one that was registered."""
        number = draft.source
        record = self._graph.sources.get(number)
        if record is None:
            known = ", ".join(sorted(self._graph.sources)) or "none"
            raise DraftFault(
                "unknown source",
                f"there is no article {number}; there are {known}; `adgo source add` registers one",
            )
        if draft.record.get("sha256", record.sha256) != record.sha256:
            raise DraftFault(
                "other text", f"the draft was made from another text than the registered one of {record.name}"
            )
        if number not in self._read:
            text = self._texts.of(record)
            if text is None:
                raise DraftFault("no text", f"{self._texts.folder}: no text of {record.name}")
            self._read[number] = text
        text = self._read[number]
        if not text.recorded:
            raise DraftFault(
                "other text", f"{text.path} is not the registered text of {record.name}: its digest differs"
            )
        return text

    def _propose(self, proposed: dict[str, str], draft: Draft) -> None:
        """Record a proposed thing, or why it cannot be taken; nothing if the graph knows it by now."""
        iri, label = expanded(proposed["name"]), proposed["label"]
        try:
            class_iri = self._graph.terms.class_(proposed["type"]) if proposed.get("type") else ""
        except UnknownTerm as error:
            self._faulty_proposals[iri] = str(error)
            return
        proposal = Proposal(iri, label, class_iri)
        if fault := self._fault(proposal, draft):
            self._faulty_proposals[iri] = f"{short(iri)} {fault}"
        elif not self._graph.mentions(iri):  # It does if the same drafts were ingested before.
            self.proposals[iri] = proposal
            self._proposed_names[label.casefold()] = iri

    def _fault(self, proposal: Proposal, draft: Draft) -> str:
        """Return why a proposed thing cannot be taken, as the rest of a sentence; "" if it can."""
        iri, label, kind = proposal.iri, proposal.label, proposal.class_iri
        if kind and not self._graph.terms.is_lasting(kind):
            return (
                f"is proposed with the type {short(kind)}, whose members are not lasting things: leave the type out, "
                "and say in a claim with rdf:type what it is"
            )
        if self._is_copied(draft, label):
            return f"has a label with {RUN} words in a row of the article: say it in your own words"
        if self.proposals.get(iri, proposal) != proposal:
            return "is proposed twice, with different labels or types"
        if self._graph.mentions(iri):
            return ""
        same = self._proposed_names.get(label.casefold(), iri)
        if same != iri:
            self._faulty_proposals[same] = f"{short(same)} is proposed with the same label as {short(iri)}"
            return f"is proposed with the same label as {short(same)}"
        try:
            same = self._find_thing(label)
        except LookupError:
            return ""
        return f"is proposed as {label!r}, which is the name of {short(same)}: use that, or another label"

    def thing(self, name: str) -> str:
        """Return the IRI of a thing that the graph knows or a draft proposes.

        Args:
            name: its IRI, name or label.

        Raises:
            DraftFault: if there is none, or the name may mean several.
        """
        iri = self._proposed_names.get(name.casefold(), expanded(name))
        if iri in self._faulty_proposals:
            raise DraftFault("faulty proposal", self._faulty_proposals[iri])
        if iri in self.proposals or self._graph.mentions(iri):
            return iri
        try:
            found = self._find_thing(name)
        except LookupError as error:
            message = f"{error.args[0]} To add a new thing, propose it with a name, a label and a type."
            raise DraftFault("unknown thing", message) from error
        meant = self._graph.namesakes(name, found)
        if len(meant) > 1:
            listed = ", ".join(map(short, meant))
            raise DraftFault(
                "ambiguous name", f"{name!r} may be any of {listed}: name one, or propose a new thing"
            )
        return found

    def hedge(self, draft: Draft, citation: Citation) -> str:
        """Return the words of a passage that weaken the claim of a draft; "" if it gives none.

        Args:
            draft: the draft.
            citation: its passage.

        Raises:
            DraftFault: if the passage does not have the words.
        """
        words = " ".join(draft.record.get("hedge", "").split())
        if fold(words) not in fold(citation.words):
            raise DraftFault(
                "hedge", f"the passage does not have the words {words!r} of the hedge: copy them from it"
            )
        return words

    def time(self, draft: Draft, citation: Citation) -> TimeExpression | None:
        """Return the time that is the object of a draft; None if its object is something else.

        Args:
            draft: the draft.
            citation: its passage.

        Raises:
            DraftFault: if the time cannot be taken.
        """
        written = draft.record["object"]
        if not isinstance(written, dict) or "wording" not in written:
            return None
        try:
            return read(written, citation.words)
        except FaultyTime as error:
            raise DraftFault("time", str(error)) from error

    def atom(self, draft: Draft, time: TimeExpression | None = None) -> Atom:
        """Return what a draft claims, in N-Triples form.

        Args:
            draft: a draft with subject, predicate and object.
            time: the time that is its object, if it is one.

        Raises:
            DraftFault: if a term means nothing, or not one thing.
            UnknownTerm: if the predicate is not declared.
        """
        predicate = self._graph.terms.property(draft.record["predicate"])
        subject = self.thing(draft.record["subject"])
        if time is None:
            value = self.value(draft.record["object"], predicate)
        elif predicate.has_times:
            value = f"<{self._times.iri(draft.source, time)}>"
        else:
            raise DraftFault(
                "form", f"the value of {short(predicate.iri)} is not a time; give a thing or a value"
            )
        return f"<{subject}>", f"<{predicate.iri}>", value

    def value(self, written: Any, predicate: Property) -> str:
        """Return the object in N-Triples form, if it is not a time that the draft describes.

        Args:
            written: the object as the draft has it.
            predicate: its property.

        Raises:
            DraftFault: if it means nothing, or not one thing.
            UnknownTerm: if it should be a class, and is none.
        """
        if isinstance(written, str) and predicate.has_things:
            if predicate.iri == PREFIXES["rdf"] + "type":
                return f"<{self._graph.terms.class_(written)}>"
            return f"<{self.thing(written)}>"
        if predicate.has_things:
            raise DraftFault("form", f"the value of {short(predicate.iri)} is a thing: name it")
        return literal(written, predicate)

    def _statement(self, draft: Draft, atom: Atom) -> tuple[str, str]:
        """Return the IRI of the statement, or "" and the label of a new one."""
        given = str(draft.record.get("statement", ""))
        if given.startswith(("st:", PREFIXES["st"])):
            if not self._graph.has_statement(expanded(given)):
                raise DraftFault(
                    "unknown statement",
                    f"{given}: no such statement is declared; write a sentence for a new one",
                )
            return expanded(given), ""
        same = self._graph.statement_labelled(given) if given else self._graph.statement_of(atom)
        return (same, "") if same else ("", given or draft.record["paraphrase"])
