"""Every IRI that ADGO mints, dereferenced: 303 from a thing to the document about it, in the negotiated format."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("linkeddata", __name__)
