"""The start tags of RDF/XML in a form that the engine reads as the standard says.

The engine's parser leaves out the triple of an unknown `rdf:parseType` and an `rdf:type` that is alone, and it knows
neither text with comments inside nor `xml:lang=""`. It ignores attributes that are not allowed: they are errors here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, NoReturn
from xml.sax.saxutils import escape

from adgo.turtle.rdfxml.attribute_rules import FORBIDDEN, KEPT, TYPED_NODE, misplaced
from adgo.turtle.rdfxml.open_element import PARSE_TYPES, ElementKind
from adgo.turtle.terms import RDF, XSD

#: What attribute values are written with besides `&amp;`, `&lt;` and `&gt;`.
_IN_VALUES = {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
_IN_TEXT = {"\r": "&#13;"}
#: The prefix for RDF if the document has none.
_PREFIX = "adgo.rdf"

#: The name of an attribute as written, and its value.
Pair = tuple[str, str]
#: What may be inside an element, and what stands in place of its start tag; None if that stays.
_Rewritten = tuple[ElementKind, str | None]
#: Start tags whose values are remembered.
_REMEMBERED = 1000


class _Scope(NamedTuple):
    """What holds inside an element.

    Attributes:
        prefixes: the prefixes of RDF; "" if it is the default namespace.
        language: the last language that was written, which the engine takes as that of the literals.
        is_reset: whether the literals have no language all the same.
    """

    prefixes: frozenset[str] = frozenset()
    language: str = ""
    is_reset: bool = False


class _Tag(NamedTuple):
    """The attributes of a start tag.

    Attributes:
        of_xml: those of XML, without an empty `xml:lang`.
        of_rdf: those of RDF, by their local names.
        properties: the others.
        is_shorter: whether an empty `xml:lang` was left out, which the engine refuses.
        declares: whether it declares namespaces.
    """

    of_xml: list[Pair]
    of_rdf: dict[str, Pair]
    properties: list[Pair]
    is_shorter: bool = False
    declares: bool = False

    def those(self, *names: str) -> list[Pair]:
        """Return the attributes of RDF with these local names."""
        return [self.of_rdf[name] for name in names if name in self.of_rdf]


class _Inside:
    """What holds inside an element: its kind and scope, and what follows from the start tags seen there before.

    Attributes:
        kind: what may be inside.
        scope: the prefixes and the language.
        plain: the state inside an element without attributes, if its tag stays as it is.
        by_names: the same by the names of an element and its attributes, if their values make no difference.
        by_values: the same by the names and the values.
    """

    __slots__ = ("by_names", "by_values", "kind", "plain", "scope")

    def __init__(self, kind: ElementKind, scope: _Scope) -> None:
        self.kind, self.scope = kind, scope
        self.plain: _Inside | None = self if kind is ElementKind.LITERAL else None
        self.by_names: dict[tuple[str, ...], _Inside] = {}
        self.by_values: dict[tuple[str, ...], _Inside] = {}

    def remember(self, name: str, attributes: list[str], tag: _Tag, inside: _Inside) -> None:
        """Note the state inside an element whose tag stays as it is, for elements like it."""
        if not attributes:
            self.plain = self.plain or inside
        elif inside.scope is self.scope and "parseType" not in tag.of_rdf:
            self.by_names[name, *attributes[::2]] = inside
        elif not tag.declares and len(self.by_values) < _REMEMBERED:
            self.by_values[name, *attributes] = inside


class XmlRewriter:
    """Receives the elements of a document, and says which start tags the engine must read in another form."""

    def __init__(self, place: Callable[[], tuple[int, int]], replace: Callable[[str, str], None]) -> None:
        """Start before the root element.

        Args:
            place: returns the line and the column of the current tag.
            replace: receives what stands in place of the current start tag, and the name in its end tag.
        """
        self._place, self._replace = place, replace
        self._states = [_Inside(ElementKind.DOCUMENT, _Scope())]

    def start(self, name: str, attributes: list[str]) -> None:
        """Read a start tag; `attributes` has names and values in turn."""
        state = self._states[-1]
        if attributes:
            inside = (
                state.by_names.get((name, *attributes[::2]))
                or state.by_values.get((name, *attributes))
                or self._inside(state, name, attributes)
            )
        else:
            inside = state.plain or self._inside(state, name, attributes)
        self._states.append(inside)

    def end(self, _name: str) -> None:
        """Read an end tag."""
        self._states.pop()

    def _inside(self, state: _Inside, name: str, attributes: list[str]) -> _Inside:
        """Return what holds inside a new element, and replace its start tag if that is necessary."""
        if state.kind is ElementKind.LITERAL:
            return state
        if state.kind is ElementKind.TEXT:
            self._refuse(TYPED_NODE)
        tag, scope = _sorted(attributes, state.scope)
        kind, text = self._read(state.kind, name, tag, scope)
        if text is None and tag.is_shorter:
            text = _tag(name, [*tag.of_xml, *tag.of_rdf.values(), *tag.properties])
        inside = _Inside(kind, scope)
        if text is None:
            state.remember(name, attributes, tag, inside)
        else:
            self._replace(text, name)
        return inside

    def _read(self, parent: ElementKind, name: str, tag: _Tag, scope: _Scope) -> _Rewritten:
        """Read a start tag outside of XML literals."""
        if parent is ElementKind.DOCUMENT and _local(name, scope, is_element=True) == "RDF":
            return ElementKind.NODES, None
        is_property = parent is ElementKind.NODE
        self._check(tag, scope, is_property=is_property)
        return (_property if is_property else _node)(name, tag, scope)

    def _refuse(self, message: str) -> NoReturn:
        raise SyntaxError(message, (None, *self._place(), None))

    def _check(self, tag: _Tag, scope: _Scope, *, is_property: bool) -> None:
        """Refuse attributes that the engine would ignore, or take as properties."""
        found = misplaced(tag.of_rdf, is_property=is_property, has_properties=bool(tag.properties))
        if found:
            self._refuse(found[1])
        for name, _ in tag.properties:
            if ":" not in name:
                self._refuse(f"the attribute '{name}' has no namespace: write a prefix before it")
            if RDF + (_local(name, scope) or "") in FORBIDDEN:
                self._refuse(f"{name} must not be an attribute: RDF/XML has no such attribute")


def _node(name: str, tag: _Tag, scope: _Scope) -> _Rewritten:
    """Rewrite a node element."""
    if not (scope.is_reset and tag.properties):
        return ElementKind.NODE, None
    start = _tag(name, [*tag.of_xml, *tag.of_rdf.values()])
    return ElementKind.NODE, start + _plain_properties(tag.properties, scope)


def _property(name: str, tag: _Tag, scope: _Scope) -> _Rewritten:
    """Rewrite a property element."""
    head = [*tag.of_xml, *tag.those("ID")]
    if "parseType" in tag.of_rdf:
        written, value = tag.of_rdf["parseType"]
        if value in PARSE_TYPES:
            return PARSE_TYPES[value], None
        return ElementKind.LITERAL, _tag(name, [*head, (written, "Literal")])
    if (tag.properties and scope.is_reset) or ("type" in tag.of_rdf and not tag.properties):
        return ElementKind.PROPERTY, _tag(name, head) + _object(tag, scope)
    if "datatype" in tag.of_rdf:
        return ElementKind.TEXT, None
    if scope.is_reset and not tag.properties and not tag.those("resource", "nodeID"):
        # The engine ignores the datatype if a node element is inside.
        return ElementKind.PROPERTY, _tag(name, [*head, *_plain(scope)])
    return ElementKind.PROPERTY, None


def _object(tag: _Tag, scope: _Scope) -> str:
    """Return the object that the attributes of a property element stand for as a node element."""
    prefix, declared = _rdf_prefix(scope)
    named = [(f"{prefix}:about", value) for _, value in tag.those("resource")]
    element = f"{prefix}:Description"
    start = _tag(element, [*declared, *named, *tag.those("nodeID", "type")])
    return f"{start}{_plain_properties(tag.properties, scope)}</{element}>"


def _plain_properties(properties: list[Pair], scope: _Scope) -> str:
    """Return properties as elements, as only the datatype can say there that they have no language."""
    # The engine returns the properties of a tag in this order.
    written = (
        f"{_tag(name, _plain(scope))}{escape(value, _IN_TEXT)}</{name}>"
        for name, value in reversed(properties)
    )
    return "".join(written)


def _sorted(attributes: list[str], scope: _Scope) -> tuple[_Tag, _Scope]:
    """Return the attributes of a start tag by their meaning, and what holds inside the element."""
    pairs = list(zip(attributes[::2], attributes[1::2], strict=True))
    declared = [(name[6:], value) for name, value in pairs if name == "xmlns" or name.startswith("xmlns:")]
    for prefix, value in declared:
        others = scope.prefixes - {prefix}
        scope = scope._replace(prefixes=others | {prefix} if value == RDF else others)
    of_xml: list[Pair] = []
    of_rdf: dict[str, Pair] = {}
    properties: list[Pair] = []
    for name, value in pairs:
        local = _local(name, scope)
        if name == "xml:lang" and not value:
            scope = scope._replace(is_reset=bool(scope.language))
        elif name.startswith("xml"):
            of_xml.append((name, value))
            if name == "xml:lang":
                scope = scope._replace(language=value, is_reset=False)
        elif local and RDF + local in KEPT:
            of_rdf[local] = name, value
        else:
            properties.append((name, value))
    is_shorter = len(of_xml) + len(of_rdf) + len(properties) < len(pairs)
    return _Tag(of_xml, of_rdf, properties, is_shorter, bool(declared)), scope


def _local(name: str, scope: _Scope, *, is_element: bool = False) -> str | None:
    """Return the local name of an attribute or element in the namespace of RDF; None if it is in another."""
    prefix, colon, local = name.rpartition(":")
    return local if prefix in scope.prefixes and (colon or is_element) else None


def _rdf_prefix(scope: _Scope) -> tuple[str, list[Pair]]:
    """Return a prefix for RDF, and its declaration if there is none yet."""
    known = sorted(scope.prefixes - {""})
    return (known[0], []) if known else (_PREFIX, [(f"xmlns:{_PREFIX}", RDF)])


def _plain(scope: _Scope) -> list[Pair]:
    """Return the attributes of a property element whose text has no language."""
    prefix, declared = _rdf_prefix(scope)
    return [*declared, (f"{prefix}:datatype", XSD + "string")]


def _tag(name: str, attributes: Iterable[Pair]) -> str:
    written = "".join(f' {each}="{escape(value, _IN_VALUES)}"' for each, value in attributes)
    return f"<{name}{written}>"
