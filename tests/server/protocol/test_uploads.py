"""Forms with documents: what cannot be read is refused with a reason."""

from __future__ import annotations

import pytest
from flask import Flask, request

from adgo.server.protocol import uploads
from adgo.server.protocol.problem import Problem


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ('form-data; name="a"', "The field 'a'"),
        (f'form-data; name="{"x" * 99}"', f"The field '{'x' * 40}'"),
        ("form-data", "A field without a name"),
    ],
)
def test_a_field_that_is_not_a_file_is_refused(header: str, said: str) -> None:
    """Bug: a field without a name that can be read ended in an internal error."""
    body = f"--b\r\nContent-Disposition: {header}\r\n\r\nnull\r\n--b--\r\n"
    kind = "multipart/form-data; boundary=b"
    with (
        Flask("test").test_request_context("/store", method="PUT", data=body, content_type=kind),
        pytest.raises(Problem) as problem,
    ):
        uploads.read(request, 1000)
    assert problem.value.status == 400
    assert problem.value.detail.startswith(f"{said} of the form is not a file")
