"""Which attributes of RDF an element of RDF/XML may have (section 7.2 of the W3C recommendation)."""

from __future__ import annotations

from collections.abc import Collection

from adgo.turtle.terms import RDF

#: Attributes with a meaning of their own, by their local names.
KEPT = {
    RDF + name: name
    for name in ("ID", "nodeID", "about", "resource", "datatype", "parseType", "type", "bagID")
}
#: Names that must not be an attribute.
FORBIDDEN = {RDF + name for name in ("aboutEach", "aboutEachPrefix", "li", "RDF", "Description")}


def misplaced(
    names: Collection[str], *, is_property: bool, has_properties: bool = False
) -> tuple[str, str] | None:
    """Return the local name of an attribute that must not be on an element, and why; None if there is none.

    Args:
        names: the local names of the attributes in `KEPT` that the element has.
        is_property: whether it is a property element, not a node element.
        has_properties: whether it has attributes that are properties, besides `rdf:type`.
    """
    if "bagID" in names:
        return "bagID", "rdf:bagID was removed from RDF/XML: write the statements that it stands for"
    if not is_property:
        for name in ("resource", "datatype", "parseType"):
            if name in names:
                return name, f"rdf:{name} must not be on a node element: write it on a property element"
        return None
    if "about" in names:
        return (
            "about",
            "rdf:about must not be on a property element: write rdf:resource, or a node element inside",
        )
    has_properties = has_properties or "type" in names
    if "parseType" in names:
        if has_properties or not set(names) <= {"ID", "parseType", "type"}:
            return (
                "parseType",
                "no other attribute than rdf:ID goes with rdf:parseType: remove it or the others",
            )
    elif "datatype" in names and (has_properties or "resource" in names or "nodeID" in names):
        return (
            "datatype",
            "rdf:datatype stands for text, the other attributes for a node: remove it or the others",
        )
    return None


#: Why a node element must not be inside a property element with `rdf:datatype`.
TYPED_NODE = "rdf:datatype stands for text, so no element can be inside: remove it, or write rdf:parseType"
