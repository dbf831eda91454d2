"""The token of a change, in the two ways that clients send it."""

from __future__ import annotations

import base64

import pytest
from flask import Flask

from adgo.server.protocol import bearer_token
from adgo.server.protocol.problem import Problem

TOKEN = "a token with a: colon"


def basic(pair: bytes) -> str:
    return "Basic " + base64.b64encode(pair).decode()


def require(authorization: str, **headers: str) -> None:
    with Flask("test").test_request_context(headers={"Authorization": authorization, **headers}):
        bearer_token.require(TOKEN)


@pytest.mark.parametrize(
    "authorization",
    [
        f"Bearer {TOKEN}",
        f"bearer  {TOKEN} ",
        basic(f"user:{TOKEN}".encode()),
        basic(f":{TOKEN}".encode()).replace("Basic", "BASIC"),
        basic(f"é:{TOKEN}".encode("latin-1")),
    ],
)
def test_the_token_is_a_bearer_token_or_a_password(authorization):
    require(authorization)


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer é",
        "Basic",
        "Basic ***",
        f"Digest {TOKEN}",
        basic(TOKEN.partition(":")[0].encode()),
        basic(f"{TOKEN}:".encode()),
        basic(f"user:{TOKEN} ".encode()),
        basic(b"\xff:\xff"),
        f"Basic user:{TOKEN}",
    ],
)
def test_anything_else_is_401_and_both_ways_are_offered(authorization):
    with pytest.raises(Problem) as caught:
        require(authorization)
    assert caught.value.status == 401
    offered = caught.value.headers["WWW-Authenticate"]
    assert offered == 'Bearer realm="adgo", Basic realm="adgo", charset="UTF-8"'


def test_a_browser_is_not_offered_basic_as_it_would_show_a_dialog():
    with pytest.raises(Problem) as caught:
        require("", **{"Sec-Fetch-Mode": "cors"})
    assert caught.value.headers["WWW-Authenticate"] == 'Bearer realm="adgo"'
