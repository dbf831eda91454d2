"""The endpoint over a backend: nothing that it answered is kept, as a backend does not say when its data change."""

from __future__ import annotations

from adgo.server.backend.address import BackendAddress
from adgo.server.backend.pool import BackendPool
from adgo.server.endpoint import Endpoint
from adgo.server.protocol import data_version
from adgo.server.protocol.query_request import QueryRequest
from adgo.server.reply import Reply
from adgo.server.settings import Settings
from adgo.server.store.editions import Edition


class BackendEndpoint(Endpoint):
    """Answers queries by asking another SPARQL endpoint."""

    def __init__(self, address: BackendAddress, settings: Settings, public_url: str | None = None) -> None:
        """Make an endpoint; `start` looks whether the backend answers.

        Args:
            address: the backend.
            settings: the limits of the server.
            public_url: the URL of the server as clients see it, if it has one.
        """
        super().__init__([], settings)
        self.backend = self.pool = BackendPool(address, self.launcher, settings, is_public=bool(public_url))

    def age(self, edition: Edition) -> int | None:
        """Return for how many seconds a page may have kept what it shows, also if a newer one is read meanwhile."""
        return data_version.age(edition.digest)

    @property
    def digest(self) -> str:
        """The time since which pages keep what they read, as the backend's data have no digest."""
        return self.backend.label

    def tag(self, query: QueryRequest, digest: str | None = None) -> str | None:
        """Return None: the same query may have another answer at any time."""
        return None

    def _reply(self, query: QueryRequest, edition: Edition) -> Reply:
        reply = super()._reply(query, edition)
        reply.data = ""
        return reply
