"""Who may edit: browsers that have opened the address with the token; each gets a session of its own."""

from __future__ import annotations

import hmac
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from flask import Response, request

from adgo.server.protocol.problem import Problem

#: Bytes of randomness in the token, in the name of a session, and in what its forms send.
_RANDOM = 32
#: Sessions that are kept; the one unused for longest is forgotten.
_MOST = 100
#: The path below which the cookie is sent.
PATH = "/edit"

_CLOSED = (
    "These pages are for the editor of this project. Open the address with the token, which `adgo serve --edit` "
    "printed when it started."
)


@dataclass
class Session:
    """One browser: the name under which its decisions are kept, what its forms must send, and its next message."""

    editor: str
    form_token: str = field(default_factory=lambda: secrets.token_urlsafe(_RANDOM), repr=False)
    _notice: str = ""

    def say(self, notice: str) -> None:
        """Keep a message for the next page."""
        self._notice = notice

    def take_notice(self) -> str:
        """Return the message for this page, once; "" if there is none."""
        notice, self._notice = self._notice, ""
        return notice


class EditAccess:
    """The token of a running server, and the sessions that were opened with it. Safe to use from many threads."""

    def __init__(self, user: str) -> None:
        """Make a token; `user` names the first session."""
        self.token = secrets.token_urlsafe(_RANDOM)
        self._user = user
        self._lock = threading.Lock()
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        self._opened = 0

    def open(self, token: str) -> tuple[str, Session]:
        """Return the key of a new session and the session; Problem 403 if the token is wrong."""
        if not hmac.compare_digest(token.encode(errors="surrogatepass"), self.token.encode()):
            raise Problem(403, f"The token is wrong; each start makes a new one. {_CLOSED}")
        with self._lock:
            self._opened += 1
            name = self._user if self._opened == 1 else f"{self._user} {self._opened}"
            key, session = secrets.token_urlsafe(_RANDOM), Session(name)
            self._sessions[key] = session
            if len(self._sessions) > _MOST:
                self._sessions.popitem(last=False)
        return key, session

    def session(self) -> Session:
        """Return the session of the current request; Problem 403 if it has none."""
        key = request.cookies.get(cookie_name(), "")
        with self._lock:
            found = self._sessions.get(key)
            if found is None:
                raise Problem(403, _CLOSED)
            self._sessions.move_to_end(key)
        return found

    def check_form(self) -> Session:
        """Return the session of a form that this server's page sent; Problem 403 if another page sent it."""
        session = self.session()
        sent = request.form.get("form_token", "")
        if not hmac.compare_digest(sent.encode(errors="surrogatepass"), session.form_token.encode()):
            raise Problem(403, "This form is not from a page of this session. Open the page again.")
        return session


def cookie_name() -> str:
    """Return the name of the cookie: servers at other ports of this machine have others."""
    return f"adgo-edit-{request.host.rpartition(':')[2] if ':' in request.host else '80'}"


def set_cookie(response: Response, key: str) -> None:
    """Give the browser the key of its session, which no script and no page of another site can use."""
    response.set_cookie(cookie_name(), key, path=PATH, httponly=True, samesite="Strict")
