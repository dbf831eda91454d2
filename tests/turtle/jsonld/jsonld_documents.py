"""Random JSON-LD documents that use every construct, and what pyoxigraph makes of them."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

BASE = "http://base.example/folder/file"
#: Terms with each kind of definition.
TERMS: dict[str, Any] = {
    "ex": "http://e/",
    "v": {"@id": "http://e/v#", "@prefix": True},
    "id": "@id",
    "kind": "@type",
    "nested": "@nest",
    "val": "@value",
    "graphs": "@graph",
    "name": "ex:name",
    "knows": {"@id": "http://e/knows", "@type": "@id"},
    "word": {"@id": "ex:word", "@type": "@vocab"},
    "size": {"@id": "ex:size", "@type": "http://www.w3.org/2001/XMLSchema#double"},
    "title": {"@id": "v:title", "@language": "en"},
    "plain": {"@id": "ex:plain", "@language": None},
    "rtl": {"@id": "ex:rtl", "@language": "ar", "@direction": "rtl"},
    "items": {"@id": "ex:items", "@container": "@list"},
    "friends": {"@id": "ex:friends", "@container": "@list", "@type": "@id"},
    "set": {"@id": "ex:set", "@container": "@set"},
    "labels": {"@id": "ex:labels", "@container": "@language"},
    "byIndex": {"@id": "ex:byIndex", "@container": "@index"},
    "byProperty": {"@id": "ex:byProperty", "@container": "@index", "@index": "ex:key"},
    "byId": {"@id": "ex:byId", "@container": "@id"},
    "byType": {"@id": "ex:byType", "@container": "@type"},
    "inGraph": {"@id": "ex:inGraph", "@container": "@graph"},
    "graphById": {"@id": "ex:graphById", "@container": ["@graph", "@id"]},
    "graphByIndex": {"@id": "ex:graphByIndex", "@container": ["@graph", "@index"]},
    "json": {"@id": "ex:json", "@type": "@json"},
    "child": {"@reverse": "ex:parent", "@type": "@id"},
    "scoped": {"@id": "ex:scoped", "@context": {"name": "ex:otherName", "inner": "ex:inner"}},
    "Typed": {"@id": "ex:Typed", "@context": {"name": {"@id": "ex:typedName", "@type": "@id"}}},
    "Sticky": {"@id": "ex:Sticky", "@context": {"@propagate": True, "title": "ex:stickyTitle"}},
    "nothing": None,
}
CONTEXT = {"@vocab": "http://vocab.example/", "@language": "de", **TERMS}

texts = st.sampled_from(
    ["", "x", "a b", "é\U0001f600", 'quote " and \\', "line\nend", "ex:looks", "{", "[1]"]
)
names = st.sampled_from(
    [
        "ex:a",
        "ex:b",
        "http://e/c",
        "relative",
        "#f",
        "",
        "_:b0",
        "_:b1",
        "v:x",
        "urn:x:y",
        "not an iri",
        "@odd",
    ]
)
numbers = st.sampled_from([0, 1, -5, 1.5, 2.0, 1e21, 1e-7, 123456789012345678901234, -0.0, 1e30])
scalars = st.one_of(texts, numbers, st.booleans(), st.none())
languages = st.sampled_from(["en", "DE-at", "x-own", "not a tag"])
types = st.sampled_from(["ex:T", "Typed", "Sticky", "http://e/T", "Bare", "_:t"])


def objects(**members: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with some of the members."""
    named = {name.replace("AT", "@"): values for name, values in members.items()}
    return st.fixed_dictionaries({}, optional=named)


def one_or_more(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value or an array of some."""
    return values | st.lists(values, max_size=3)


value_objects = st.one_of(
    st.fixed_dictionaries({"@value": scalars}),
    st.fixed_dictionaries({"val": texts, "@language": languages}),
    st.fixed_dictionaries(
        {"@value": texts, "@language": languages, "@direction": st.sampled_from(["ltr", "rtl"])}
    ),
    st.fixed_dictionaries({"@type": st.sampled_from(["ex:D", "http://e/D"]), "@value": scalars}),
    st.fixed_dictionaries({"@value": scalars | st.lists(scalars, max_size=2), "@type": st.just("@json")}),
)
references = st.fixed_dictionaries({"@id": names}) | st.fixed_dictionaries(
    {"id": names, "kind": one_or_more(types)}
)


def extend(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Node objects with the values."""
    nodes = values.filter(
        lambda value: isinstance(value, dict) and "@value" not in value and "val" not in value
    )
    any_value = st.one_of(texts, numbers, value_objects, values)
    node_map = st.dictionaries(names | st.just("@none"), one_or_more(nodes), max_size=2)
    type_map = st.dictionaries(types | st.just("@none"), one_or_more(nodes | names), max_size=2)
    index_map = st.dictionaries(texts | st.just("@none"), one_or_more(any_value), max_size=2)
    members = {
        **dict.fromkeys(
            ["name", "ex:direct", "http://e/whole", "bare", "title", "plain", "rtl", "set"],
            one_or_more(any_value),
        ),
        **dict.fromkeys(["scoped", "inner", "word", "size", "json", "nothing"], one_or_more(any_value)),
        "knows": one_or_more(names | nodes),
        "items": one_or_more(any_value) | st.lists(st.lists(any_value, max_size=2), max_size=2),
        "friends": one_or_more(names),
        "labels": st.dictionaries(languages | st.just("@none"), one_or_more(texts), max_size=2),
        "byIndex": index_map,
        "byProperty": st.dictionaries(texts, one_or_more(nodes), max_size=2),
        "byId": node_map,
        "byType": type_map,
        "inGraph": one_or_more(nodes),
        "graphById": node_map,
        "graphByIndex": st.dictionaries(texts | st.just("@none"), one_or_more(nodes), max_size=2),
        "child": one_or_more(names | nodes),
        "@reverse": objects(knows=one_or_more(names | nodes), child=one_or_more(names), name=nodes),
        "@included": one_or_more(nodes),
        "@graph": one_or_more(nodes),
        "nested": one_or_more(objects(name=any_value, knows=names, title=texts)),
        "list": st.fixed_dictionaries({"@list": one_or_more(any_value)}),
        "ex:sets": st.fixed_dictionaries({"@set": one_or_more(any_value)}),
        "@index": texts,
    }
    headers = st.one_of(
        objects(ATid=names, ATtype=one_or_more(types)),
        st.fixed_dictionaries({"kind": one_or_more(types)}),
        st.fixed_dictionaries(
            {
                "@context": st.sampled_from(
                    [{"name": "ex:local"}, None, {"@vocab": "http://o/"}, [{"knows": "ex:k"}]]
                )
            }
        ),
    )
    keys = st.lists(st.sampled_from(sorted(members)), max_size=4, unique=True)
    bodies = keys.flatmap(lambda chosen: st.fixed_dictionaries({key: members[key] for key in chosen}))
    return st.tuples(headers, bodies, st.booleans()).map(
        lambda parts: {**parts[0], **parts[1]} if parts[2] else {**parts[1], **parts[0]}
    )


nodes = st.recursive(references, extend, max_leaves=12)
documents = st.one_of(
    nodes.map(lambda node: {"@context": CONTEXT, **node}),
    st.lists(nodes, max_size=3).map(lambda graph: {"@context": CONTEXT, "@graph": graph}),
    st.lists(nodes, min_size=1, max_size=3).map(
        lambda graph: [{"@context": CONTEXT, **node} for node in graph]
    ),
)
#: How the same document may be written.
layouts: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [{}, {"indent": 2}, {"indent": "\t", "ensure_ascii": False}, {"separators": (",", ":")}]
)


def written(document: Any, layout: dict[str, Any]) -> str:
    """The text of a document."""
    return json.dumps(document, **layout)
