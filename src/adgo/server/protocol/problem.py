"""Problem details (RFC 9457): a status, and a sentence that says what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Response

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """A refusal of a request; it can be raised anywhere below a view."""

    def __init__(
        self,
        status: int,
        detail: str,
        headers: Mapping[str, str] | None = None,
        *,
        named: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        """Make a problem.

        Args:
            status: the HTTP status.
            detail: what is wrong and what to do, in one or two sentences.
            headers: further headers of the response.
            named: the IRI of each thing that the detail names, by its name as it stands there; pages link them.
            **members: further members of the JSON document, such as the line and column of an error.
        """
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        self.named = dict(named or {})
        self.members = members

    @property
    def title(self) -> str:
        """The name of the status, such as "Not Found"."""
        return HTTPStatus(self.status).phrase

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """The detail in pieces, each with the IRI of the thing that it names; "" if it names none."""
        found = sorted(self.named, key=len, reverse=True)
        parts = re.split(f"({'|'.join(map(re.escape, found))})", self.detail) if found else [self.detail]
        return [(part, self.named.get(part, "")) for part in parts if part]

    def document(self) -> dict[str, Any]:
        """Return the problem as the members of its JSON document."""
        return {"title": self.title, "status": self.status, "detail": self.detail, **self.members}

    def response(self) -> Response:
        """Return the problem as an HTTP response."""
        body = json.dumps(self.document(), ensure_ascii=False, indent=1) + "\n"
        return Response(
            body, self.status, self.headers | {"Cache-Control": "no-store"}, content_type=MEDIA_TYPE
        )
