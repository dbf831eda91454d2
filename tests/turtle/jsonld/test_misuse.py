"""JSON-LD that cannot be read: contexts that are addresses, definitions that depend on themselves, and the like."""

from __future__ import annotations

import pytest

from adgo.turtle import TurtleError
from adgo.turtle.formats import JSON_LD
from adgo.turtle.reader import read_content

NOT_FETCHED = "its @context is an address, which is not fetched: put the context itself into the file"
#: Texts; the place and a part of the message.
REFUSED = {
    "a context that is an address": (
        '{"@context":\n "https://schema.org/", "name": 1}',
        f"2:2: {NOT_FETCHED}",
    ),
    "an address among contexts": ('{"@context": [{}, "c.jsonld"], "urn:p": 1}', f"1:19: {NOT_FETCHED}"),
    "an address in a node": ('{"urn:p": {"@context": "http://e/"}}', f"1:24: {NOT_FETCHED}"),
    "an address for a term": (
        '{"@context": {"t": {"@id": "urn:t", "@context": "http://e/"}}}',
        f"1:49: {NOT_FETCHED}",
    ),
    "an import": ('{"@context": {"@import": "http://e/"}}', f"1:26: {NOT_FETCHED}"),
    "a context that is a number": (
        '{"@context": 5}',
        "1:14: a context is an object, null, or an array of these",
    ),
    "a definition in a circle": (
        '{"@context": {"a": "b:x", "b": "a:y"}}',
        "1:20: the definition of 'a' depends on itself",
    ),
    "a list in a graph": (
        '{"@context": {"g": {"@id": "urn:g", "@container": "@graph"}}, "g": {"@list": [1]}}',
        "1:78: @list and @set are not supported directly in a property with the container @graph",
    ),
    "a set in a graph": (
        '{"@context": {"g": {"@id": "urn:g", "@container": "@graph"}}, "g": [{"@set": []}]}',
        "1:78: @list and @set are not supported directly in a property with the container @graph",
    ),
    "a list in a graph after another fault": (
        '{"@context": {"g": {"@id": "urn:g", "@container": "@graph"}}, "@id": 5, "g": {"@list": [1]}}',
        "1:70: the value of @id is a string",
    ),
    "an id that is a number": ('{"urn:p": {"@id": 5}}', "1:19: the value of @id is a string"),
    "a type that is a number": ('{"@type": ["urn:T", 5]}', "1:21: the value of @type is a string"),
    "a value that is an object": (
        '{"urn:p": {"@value": {}}}',
        "1:22: the value of @value is a string, a number",
    ),
    "a term without IRI": ('{"@context": {"name": {"@type": "@id"}}}', "1:23: 'name' has no IRI: add @id"),
    "a base that is relative": (
        '{"@context": {"@base": "a b"}}',
        "1:24: the base IRI is not a valid absolute IRI",
    ),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_has_its_place(text: str, message: str) -> None:
    with pytest.raises(TurtleError) as caught:
        read_content(text.encode(), JSON_LD)
    [fault] = caught.value.faults
    assert message in str(fault)
    assert fault.line is not None


def test_terms_that_depend_on_each_other_without_end_are_refused() -> None:
    """Bug: pyoxigraph ended the process if the definitions of 20,000 terms depended on each other."""
    terms = ",".join(f'"t{number}":"t{number + 1}:x"' for number in range(20_000))
    text = '{"@context":{' + terms + '},"t0:a":1}'
    with pytest.raises(TurtleError, match="depend on each other over too many steps"):
        read_content(text.encode(), JSON_LD)
