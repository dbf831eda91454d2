"""What a path may be that names no file: a URL, a SPARQL endpoint, or a path of Windows."""

from __future__ import annotations

import re
from pathlib import Path, PureWindowsPath
from urllib.parse import urlsplit

_URL = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
#: The last part of the usual addresses of SPARQL endpoints.
_ENDPOINT = re.compile(r"/(?:sparql|query|repositories/[^/]+)/?\Z", re.IGNORECASE)


def reason(path: str) -> str:
    """Return why there is no such file, and what to do."""
    if _URL.match(path):
        return _of_url(path)
    if "\\" in path and Path(other := path.replace("\\", "/")).exists():
        return f"no such file or folder; here / separates folders: write {other}"
    if _DRIVE.match(path):
        return (
            "no such file or folder; this is a path of Windows, and its drive has another name here "
            f"(in WSL: /mnt/{path[0].lower()}{PureWindowsPath(path).as_posix()[2:]})"
        )
    if "\\" in path:
        return "no such file or folder; here / separates folders, not \\"
    return "no such file or folder"


def _of_url(path: str) -> str:
    if _ENDPOINT.search(urlsplit(path).path):
        return (
            "this looks like a SPARQL endpoint, and only files are read: save what a CONSTRUCT query returns in a file "
            "(adgo query --backend URL --format nt …)"
        )
    return "this is a URL, and only files are read: download it first"
