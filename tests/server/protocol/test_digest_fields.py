"""Digests of bodies, as RFC 9530 writes them."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import Headers

from adgo.server.protocol import digest_fields
from adgo.server.protocol.problem import Problem

#: The example of RFC 9530, appendix B.1: the content and its two digests.
CONTENT = b'{"hello": "world"}\n'
SHA_256 = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"
SHA_512 = "sha-512=:YMAam51Jz/jOATT6/zvHrLVgOYTGFy1d6GJiOHTohq4yP+pgk4vf2aCsyRZOtw8MjkM7iw7yZ/WkppmM44T3qg==:"


@pytest.mark.parametrize("field", digest_fields.FIELDS)
@pytest.mark.parametrize(
    "value", [SHA_256, SHA_512, f"{SHA_256}, {SHA_512}", f"md5=:AAAA:,{SHA_256}", f" {SHA_512} ,{SHA_256}"]
)
def test_the_right_digest_is_accepted_and_a_wrong_one_refused(field, value):
    headers = Headers({field: value})
    assert digest_fields.are_given(headers)
    digest_fields.check(headers, CONTENT)
    with pytest.raises(Problem, match=field) as caught:
        digest_fields.check(headers, CONTENT[:-1])
    assert caught.value.status == 400


def test_one_wrong_digest_among_right_ones_is_refused():
    headers = Headers({"Content-Digest": SHA_256, "Repr-Digest": "sha-256=:AAAA:"})
    with pytest.raises(Problem, match="Repr-Digest"):
        digest_fields.check(headers, CONTENT)


@pytest.mark.parametrize("value", ["", "md5=:AAAA:", "sha=:AAAA:, unixcksum=:AA==:"])
def test_algorithms_that_are_not_known_are_ignored(value):
    headers = Headers({"Content-Digest": value})
    assert not digest_fields.are_given(headers)
    digest_fields.check(headers, CONTENT)


@pytest.mark.parametrize("value", ["sha-256=AAAA", "sha-256", "sha-256=:A:", ":AAAA:", "sha-256=:AAAA: x"])
def test_a_field_that_cannot_be_read_is_refused(value):
    with pytest.raises(Problem, match="Content-Digest cannot be read"):
        digest_fields.check(Headers({"Content-Digest": value}), CONTENT)
