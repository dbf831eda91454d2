"""Checks a draft: its article, its place, its words, and every term of its claim."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from adgo.evidence.citation import Citation, cite_range
from adgo.evidence.folded_text import FoldedText
from adgo.evidence.sources import Texts
from adgo.evidence.verification.copied_wording import LONGEST_NAME, NAMING, RUN, words
from adgo.graph.namespaces import ADGO, PREFIXES, short
from adgo.intake.anchoring import anchor
from adgo.intake.caution.doubts import Doubt, Saying, doubt
from adgo.intake.checking.draft_texts import DraftTexts
from adgo.intake.checking.proposals import FindThing, Proposals
from adgo.intake.draft import Draft, DraftFault, Refusal
from adgo.intake.draft_refusals import in_field, or_refusal
from adgo.intake.draft_values import literal
from adgo.intake.new_claim import NewClaim, Proposal
from adgo.intake.project_graph import Atom, ProjectGraph
from adgo.intake.stance import ASSERTED, gives_fact
from adgo.intake.term_finder import Property, expanded
from adgo.intake.time_expressions import FaultyTime, TimeExpression, TimeNames, read
from adgo.turtle.terms import split_literal


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
        self._graph, self._find_thing = graph, find_thing
        self._texts = DraftTexts(graph, texts)
        self._times = TimeNames(graph)
        self._proposed = Proposals(graph, self._texts, find_thing)
        for draft in drafts:
            for proposed in draft.record.get("propose", []):
                self._proposed.add(proposed, draft)

    @property
    def proposals(self) -> dict[str, Proposal]:
        """The proposed things that can be taken, by IRI."""
        return self._proposed.things

    def check(self, draft: Draft) -> NewClaim | Refusal:
        """Return the claim that a draft makes, or why it makes none."""
        return or_refusal(draft, lambda: self._claim(draft))

    def located(self, draft: Draft) -> Citation:
        """Return the passage of a draft; Unanchored, NoTexts or DraftFault if it has no certain place."""
        text = self._texts.of(draft)
        return cite_range(text, *anchor(text.content, draft.quotation, draft.offsets))

    def doubt(self, claim: NewClaim) -> Doubt | None:
        """Return the word of its sentence that is more cautious than a claim; None if there is none."""
        saying = Saying(
            predicate=claim.atom[1][1:-1],
            modality=claim.modality.removeprefix(ADGO),
            is_hedged=bool(claim.hedge),
            gives_no_fact=not gives_fact(self._graph.store, ASSERTED, claim.status),
        )
        return doubt(self._texts.of(claim.draft).content, claim.spans[0], saying)

    def without_grave_doubt(self, found: NewClaim | Refusal) -> NewClaim | Refusal:
        """Return a claim, or its refusal if a word of its quotation is against it and no person has checked that."""
        if isinstance(found, Refusal) or found.draft.is_checked:
            return found
        grave = self.doubt(found)
        return found.draft.refusal(grave.reason, grave.refusal) if grave and grave.is_grave else found

    def warning(self, claim: NewClaim) -> str:
        """Return what a person should look at, with the place of the draft; "" if there is nothing."""
        found = None if claim.draft.is_checked else self.doubt(claim)
        return f"{claim.draft.place}: {found.refusal}" if found else ""

    def _claim(self, draft: Draft) -> NewClaim:
        citation = self.located(draft)
        if draft.missing:
            raise DraftFault(
                "incomplete", f"the draft lacks {', '.join(draft.missing)}: add what the passage says"
            )
        self._proposed.check(draft)
        time = self.time(draft, citation)
        atom = self.atom(draft, time)
        self._check_own_words(draft, atom)
        statement, label = self._statement(draft, atom)
        return NewClaim(
            draft=draft,
            spans=citation.spans,
            sha256=citation.sha256,
            atom=atom,
            modality=self._member(draft, "modality"),
            attribution=self._member(draft, "attribution"),
            status=self._member(draft, "status"),
            speaker=self._speaker(draft),
            statement=statement,
            statement_label=label,
            time=time,
            hedge=self.hedge(draft, citation),
        )

    def _member(self, draft: Draft, field: str) -> str:
        """Return the IRI of the term of a closed list that a field names; "" if the draft does not have the field."""
        written = draft.record.get(field)
        with in_field(field):
            return self._graph.terms.member(written, field.capitalize()) if written else ""

    def _speaker(self, draft: Draft) -> str:
        with in_field("speaker"):
            return self.thing(draft.record["speaker"]) if draft.record.get("speaker") else ""

    def _check_own_words(self, draft: Draft, atom: Atom) -> None:
        """Refuse a draft whose texts copy the article; a short name or title may be as the article has it."""
        written = {field: str(draft.record.get(field, "")) for field in ("paraphrase", "statement", "hedge")}
        given = draft.record["object"]
        if atom[2].startswith('"'):
            value = split_literal(atom[2])[0]
            if atom[1][1:-1] not in NAMING or len(words(value)) > LONGEST_NAME:
                written["object"] = value
        elif isinstance(given, dict):
            written["wording"] = str(given.get("wording", ""))
        for field, text in written.items():
            if self._texts.copies(draft, text):
                how = (
                    "give the few that matter"
                    if field in ("hedge", "wording")
                    else "say it in your own words"
                )
                raise DraftFault("copied", f"the {field} has {RUN} words in a row of the article; {how}")

    def thing(self, name: str) -> str:
        """Return the IRI of a thing that the graph knows or a draft proposes.

        Args:
            name: its IRI, name or label.

        Raises:
            DraftFault: if there is none, or the name may mean several.
        """
        iri = self._proposed.iri(name)
        if iri in self.proposals or self._graph.mentions(iri):
            return iri
        try:
            found = self._find_thing(name)
        except LookupError as error:
            message = f"{error.args[0]} To add a new thing, give its name, label and type in propose."
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
        if words and not FoldedText(citation.words).find(words):
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
            raise DraftFault("time", f"object: {error}") from error

    def atom(self, draft: Draft, time: TimeExpression | None = None) -> Atom:
        """Return what a draft claims, in N-Triples form.

        Args:
            draft: a draft with subject, predicate and object.
            time: the time that is its object, if it is one.

        Raises:
            DraftFault: if a term means nothing, or not one thing.
        """
        with in_field("predicate"):
            predicate = self._graph.terms.property(draft.record["predicate"])
        with in_field("subject"):
            subject = self.thing(draft.record["subject"])
        with in_field("object"):
            value = self._object(draft, predicate, time)
        return f"<{subject}>", f"<{predicate.iri}>", value

    def _object(self, draft: Draft, predicate: Property, time: TimeExpression | None) -> str:
        if time is None:
            return self.value(draft.record["object"], predicate)
        if predicate.has_times:
            return f"<{self._times.iri(draft.source, time)}>"
        raise DraftFault(
            "form", f"the value of {short(predicate.iri)} is not a time; give a thing or a value"
        )

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
            if predicate.has_times and not self._graph.mentions(expanded(written)):
                raise DraftFault(
                    "form", 'a time is an object with the words of the passage: {"wording": "by 2026"}'
                )
            if predicate.iri == PREFIXES["rdf"] + "type":
                return f"<{self._graph.terms.class_(written)}>"
            return f"<{self.thing(written)}>"
        if predicate.has_things:
            message = f"the value of {short(predicate.iri)} is a thing: give its name as a text"
            raise DraftFault(
                "form", message + (", or a time with its wording" if predicate.has_times else "")
            )
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
