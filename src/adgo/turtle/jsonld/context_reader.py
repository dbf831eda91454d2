"""Reads `@context`: makes active contexts from the contexts in a document (JSON-LD 1.1 API, sections 4.1 and 4.2).

Documents that break a rule are refused by pyoxigraph, whose triples are the data. Here, only those faults are reported
for which users need the place; everything else that is not allowed is ignored.
"""

from __future__ import annotations

from adgo.turtle.document import Document
from adgo.turtle.iris import is_valid, resolve
from adgo.turtle.jsonld.context import KEYWORD_FORM, Context, TermDefinition
from adgo.turtle.jsonld.json_values import JsonValue
from adgo.turtle.jsonld.misuse import misuse

NOT_FETCHED = "its @context is an address, which is not fetched: put the context itself into the file"
#: Keys of a context that are not terms.
SETTINGS = frozenset(
    ("@base", "@direction", "@import", "@language", "@propagate", "@protected", "@version", "@vocab")
)


class ContextReader:
    """Makes active contexts from the contexts in a document."""

    def __init__(self, document: Document, *, is_lenient: bool) -> None:
        """Hold the document, and whether base IRIs may be not valid."""
        self.document, self.is_lenient = document, is_lenient

    def read(self, active: Context, local: JsonValue, *, propagate: bool = True) -> Context:
        """Return the active context inside a local one.

        Args:
            active: the active context outside.
            local: the value of `@context`.
            propagate: whether it stays active in node objects below.
        """
        if local.kind == "object":
            wanted = local.lookup().get("@propagate")
            propagate = propagate if wanted is None else wanted.text == "true"
        result = active.copy()
        if not propagate and result.previous is None:
            result.previous = active
        for each in local.listed():
            if each.kind == "null":
                outside, result = result, Context(active.original_base)
                if not propagate:
                    result.previous = outside
            elif each.kind == "object":
                self._apply(result, each)
            else:
                self._refuse(each)
        if not self.document.prefixes:
            self.document.prefixes.update(result.prefixes())
        return result

    def scoped(self, context: Context, term: str, *, propagate: bool) -> Context | None:
        """Return the active context that a term's scoped context makes of a context; None if the term has none.

        Args:
            context: the active context.
            term: the term: a property or a type.
            propagate: whether the result stays active in node objects below.
        """
        local = context.definition(term).context
        if local is None:
            return None
        key = term, propagate
        if key not in context.scoped:
            context.scoped[key] = self.read(context, local, propagate=propagate)
        return context.scoped[key]

    def _refuse(self, value: JsonValue) -> None:
        if value.kind == "string":
            raise misuse(self.document, value, NOT_FETCHED)
        raise misuse(self.document, value, "a context is an object, null, or an array of these")

    def _apply(self, result: Context, local: JsonValue) -> None:
        members = local.lookup()
        if "@import" in members:
            raise misuse(self.document, members["@import"], NOT_FETCHED)
        base = members.get("@base")
        if base is not None:
            result.base = self._base(result.base, base)
        vocab = members.get("@vocab")
        if vocab is not None:
            is_text = vocab.kind == "string"
            result.vocab = result.expand_anew(vocab.text, relative=True) if is_text else None
        if "@language" in members:
            result.language = _text(members["@language"])
        if "@direction" in members:
            result.direction = _text(members["@direction"])
        terms = _TermReader(self, result, members)
        for term in members:
            if term not in SETTINGS:
                terms.define(term)

    def _base(self, base: str | None, value: JsonValue) -> str | None:
        if value.kind != "string":
            return None
        found = value.text if base is None else resolve(base, value.text)
        if not (self.is_lenient or is_valid(found)):
            raise misuse(self.document, value, f"the base IRI is not a valid absolute IRI: '{found}'")
        return found

    def check_scoped(self, local: JsonValue) -> None:
        """Refuse a scoped context that is an address, or imports one."""
        for each in local.listed():
            if each.kind == "object":
                imported = each.lookup().get("@import")
                if imported is not None:
                    self._refuse(imported)
            elif each.kind != "null":
                self._refuse(each)


def _text(value: JsonValue) -> str | None:
    return value.text if value.kind == "string" else None


class _TermReader:
    """Defines the terms of one local context, each after the terms that it uses."""

    def __init__(self, reader: ContextReader, context: Context, members: dict[str, JsonValue]) -> None:
        self.reader, self.context, self.members = reader, context, members
        #: Terms, to whether their definition is complete.
        self.defined: dict[str, bool] = {}

    def define(self, term: str) -> None:
        """Define a term, unless that was done."""
        if term not in self.members or term in SETTINGS:
            return
        if term in self.defined:
            if not self.defined[term]:
                message = f"the definition of '{term}' depends on itself"
                raise misuse(self.reader.document, self.members[term], message)
            return
        self.defined[term] = False
        value = self.members[term]
        if KEYWORD_FORM.match(term) and not (term == "@type" and value.kind == "object"):
            return
        self.context.terms.pop(term, None)
        entries = value.lookup() if value.kind == "object" else {"@id": value}
        made = TermDefinition()
        self._set_type(made, entries)
        if self._set_iri(made, term, entries):
            self._set_container(made, entries)
            self._set_rest(made, entries)
            self.context.terms[term] = made
            self.defined[term] = True

    def _expand(self, value: str) -> str | None:
        return self.context.expand_anew(value, define=self.define)

    def _set_type(self, made: TermDefinition, entries: dict[str, JsonValue]) -> None:
        if "@type" in entries:
            made.type = self._expand(entries["@type"].text)

    def _set_iri(self, made: TermDefinition, term: str, entries: dict[str, JsonValue]) -> bool:
        """Set what the term stands for; return whether the term is defined at all."""
        named, reverse = entries.get("@id"), entries.get("@reverse")
        made.has_iri = True
        if reverse is not None:
            made.is_reverse = True
            made.iri = self._expand(reverse.text)
            return KEYWORD_FORM.match(reverse.text) is None
        if named is not None and named.kind == "null":
            return True
        if named is not None and named.text != term:
            return self._set_named(made, term, named.text)
        self._set_by_name(made, term)
        return True

    def _set_named(self, made: TermDefinition, term: str, name: str) -> bool:
        made.iri = self._expand(name)
        if made.iri is None:
            return False
        if ":" not in term and "/" not in term:
            made.is_prefix = made.iri[-1:] in tuple(":/?#[]@") or made.iri.startswith("_:")
        return True

    def _set_by_name(self, made: TermDefinition, term: str) -> None:
        """Set the IRI of a term from the term itself."""
        prefix, colon, suffix = term.removeprefix(":").partition(":")
        if colon:
            self.define(prefix)
            outer = self.context.terms.get(prefix)
            if outer is None:
                made.iri = term
            elif outer.iri is not None:
                made.iri = outer.iri + suffix
            else:
                made.has_iri = False
        elif "/" in term:
            base = self.context.original_base
            made.iri = term if base is None else resolve(base, term)
        elif term == "@type":
            made.iri = term
        elif self.context.vocab is not None:
            made.iri = self.context.vocab + term
        else:
            message = f"'{term}' has no IRI: add @id to its definition, or @vocab to the context"
            raise misuse(self.reader.document, self.members[term], message)

    def _set_container(self, made: TermDefinition, entries: dict[str, JsonValue]) -> None:
        if "@container" in entries:
            listed = entries["@container"].listed()
            made.container = tuple(sorted(each.text for each in listed if each.kind == "string"))
        if "@type" in made.container and made.type is None:
            made.type = "@id"

    def _set_rest(self, made: TermDefinition, entries: dict[str, JsonValue]) -> None:
        if "@index" in entries:
            made.index = entries["@index"].text
        if "@context" in entries:
            self.reader.check_scoped(entries["@context"])
            made.context = entries["@context"]
        if "@language" in entries:
            made.language = (_text(entries["@language"]),)
        if "@direction" in entries:
            made.direction = (_text(entries["@direction"]),)
        if "@prefix" in entries:
            made.is_prefix = entries["@prefix"].text == "true"
