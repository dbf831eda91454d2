"""The file with the token that clients send."""

from __future__ import annotations

from pathlib import Path

import click

from adgo.cli.errors import Unreadable

#: The shortest token that is accepted, in characters.
TOKEN_LENGTH = 16


def read_token(store: Path | None, writable: bool, file: Path | None) -> str:
    """Return the token that changes need, "" for a server that takes no changes.

    Args:
        store: the store to be changed.
        writable: whether the server takes changes.
        file: the text file that holds the token.

    Raises:
        UsageError: if the server is to take changes, and store or file is missing.
        Unreadable: as `token_in` does.
    """
    if not writable:
        return ""
    if store is None or file is None:
        raise click.UsageError("--writable needs --store DIR and --token-file FILE")
    return token_in(file)


def token_in(file: Path) -> str:
    """Return the token that a text file holds.

    Raises:
        Unreadable: if the file cannot be read, is not UTF-8, or the token is too short or not ASCII.
    """
    try:
        # A byte order mark, which some editors write, is not part of the token.
        token = file.read_text(encoding="utf-8-sig").strip()
    except FileNotFoundError as error:
        made = f'python3 -c "import secrets; print(secrets.token_urlsafe())" > {file}'
        raise Unreadable(f"{file}: there is no such file; make a token, for example with: {made}") from error
    except OSError as error:
        raise Unreadable(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"{file}: not UTF-8 at byte {error.start}. Save the token as plain text in UTF-8 or ASCII."
        ) from error
    if not token.isascii():
        raise Unreadable(
            f"{file}: the token has characters that HTTP cannot send. Use ASCII characters only."
        )
    if len(token) < TOKEN_LENGTH:
        raise Unreadable(f"{file}: the token must have {TOKEN_LENGTH} characters or more")
    return token
