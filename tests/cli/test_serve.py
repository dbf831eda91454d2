"""`adgo serve` refuses wrong options when it starts, instead of failing at every request."""

from __future__ import annotations

import math

import pytest
from click.testing import CliRunner

from adgo.cli import adgo
from adgo.server.settings import bounds_of, described

FLOATS = [name for name, default, _ in described() if isinstance(default, float)]


def refused(*arguments: str, env: dict[str, str] | None = None) -> str:
    done = CliRunner().invoke(adgo, ["serve", "--port", "0", *arguments], env=env)
    assert done.exit_code == 2, done.output
    assert "Traceback" not in done.output
    return done.stderr


def option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


@pytest.mark.parametrize("name", FLOATS)
@pytest.mark.parametrize("value", ["nan", "-nan", "inf", "-inf", "1e999"])
def test_what_is_no_number_of_seconds_is_refused(name: str, value: str) -> None:
    # `--timeout nan` started, and every query got 500.
    assert option(name) in refused(option(name), value)


@pytest.mark.parametrize("name", [name for name, _, _ in described() if bounds_of(name)])
def test_a_setting_out_of_its_range_is_refused(name: str) -> None:
    # `--timeout -1`, `--query-size 0`, `--queue -1`, `--workers 0` and `--memory 0` all started.
    bounds = bounds_of(name)
    assert bounds is not None
    wrong = [bounds.least - 1, bounds.most + 1, *([bounds.least] if bounds.is_open else [])]
    for value in wrong:
        assert option(name) in refused(option(name), str(value))
        assert option(name) in refused(env={f"ADGO_{name.upper()}": str(value)})


def test_every_default_is_within_its_range() -> None:
    for name, default, _ in described():
        bounds = bounds_of(name)
        if bounds is None:
            assert default is False, name
            continue
        assert math.isfinite(default)
        assert bounds.least < default <= bounds.most or (default == bounds.least and not bounds.is_open)


NO_ADDRESS = """
    foo example.org ftp://example.org/ http:// http:///x //x/ https://x/<> http://x/?a http://x/#a http://x:port/
    http://user@x/
"""


@pytest.mark.parametrize("url", ["", "http://a b/", *NO_ADDRESS.split()])
def test_a_public_address_that_is_none_is_refused(url: str) -> None:
    # `--public-url foo` started, and every query got 400.
    assert "--public-url" in refused("--public-url", url)


@pytest.mark.parametrize(
    "url", ["http://x", "https://example.org:8443/", "https://example.org/a/b", "http://[::1]:80/"]
)
def test_a_public_address_is_taken(url: str) -> None:
    from adgo.cli.serve import check_public_url

    check_public_url(url)


@pytest.mark.parametrize("contact", ["foo", "a@b@c", "javascript:alert(1)", "ftp://x/", "a b@example.org"])
def test_a_contact_that_nobody_can_use_is_refused(contact: str) -> None:
    assert "--contact" in refused("--contact", contact)
    assert "--contact" in refused(env={"ADGO_CONTACT": contact})


@pytest.mark.parametrize("host", ["host.invalid", "192.0.2.1", "2001:db8::1"])
def test_a_host_that_is_not_this_machine_is_no_matter_of_the_port(host: str) -> None:
    # It said: "choose another with --port".
    told = refused("--host", host)
    assert "give an address of this machine with --host" in told
    assert "--port" not in told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe" + b"t\x00" * 20, "not UTF-8 at byte 0"),
        (b"\xef\xbb\xbf", "16 characters or more"),
        (b"short", "16 characters"),
        ("schlüssel für änderungen".encode(), "ASCII"),
    ],
)
def test_a_token_file_that_cannot_be_used_is_named_with_a_remedy(tmp_path, content, told) -> None:
    """Regression: one that was not UTF-8 was a traceback."""
    file = tmp_path / "token"
    file.write_bytes(content)
    store = ["--store", str(tmp_path / "store"), "--writable", "--token-file", str(file)]
    done = CliRunner().invoke(adgo, ["serve", "--port", "0", *store])
    assert done.exit_code == 3
    assert f"{file}: " in done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.output


def test_a_byte_order_mark_is_not_part_of_the_token(tmp_path) -> None:
    from adgo.cli.token_file import read_token

    (tmp_path / "token").write_text("0123456789abcdef\n", encoding="utf-8-sig")
    assert read_token(tmp_path, True, tmp_path / "token") == "0123456789abcdef"
