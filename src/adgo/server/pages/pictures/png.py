"""A PNG of an SVG document, drawn by resvg with the fonts of the server's machine."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
import threading
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from adgo.server.pages.pictures import png_process
from adgo.server.protocol.problem import Problem

#: Pixels for a unit of the viewBox, so that pictures are sharp in print and on dense screens.
SCALE = 2.0
#: The most pixels of a picture; a larger one has fewer for a unit.
MOST = 40_000_000
#: Time limits, in seconds: for drawing, and for waiting until another picture is drawn.
DRAWING, WAITING = 60.0, 20.0
_SIZE = re.compile(r'<svg [^>]*?width="(\d+)" height="(\d+)"')
#: One picture is drawn at a time, so that pages stay fast.
_TURN = threading.BoundedSemaphore(1)
_TROUBLE = {
    png_process.NO_LIBRARY: (501, "This server cannot draw PNG: resvg-py is not installed. Use the SVG."),
    png_process.NO_FONTS: (503, "This server cannot draw PNG: its machine has no fonts. Use the SVG."),
}


@cache
def is_available() -> bool:
    """Return whether the library that draws is installed."""
    return find_spec("resvg_py") is not None


def draw(svg: str, cautious: str) -> bytes:
    """Return an SVG document as PNG.

    Args:
        svg: the document, whose root has a width and a height in units.
        cautious: the document that is drawn instead if the machine has no font for some of the letters.

    Raises:
        Problem: 501 if resvg is not installed; 503 if the machine has no font, or if drawing takes too long.
    """
    found = _SIZE.search(svg)
    assert found
    zoom = min(SCALE, math.sqrt(MOST / (int(found[1]) * int(found[2]))))
    if not _TURN.acquire(timeout=WAITING):
        raise Problem(
            503, "The server is drawing other pictures. Try again, or use the SVG.", {"Retry-After": "10"}
        )
    try:
        return _run(json.dumps({"svg": svg, "cautious": cautious, "zoom": zoom}).encode())
    finally:
        _TURN.release()


def _run(given: bytes) -> bytes:
    """Return what the program that draws writes, for what it is to read."""
    command = [sys.executable, "-I", str(Path(png_process.__file__))]
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=DRAWING, check=False)
    except subprocess.TimeoutExpired as error:
        raise Problem(503, "Drawing the PNG took too long. Use the SVG.", {"Retry-After": "60"}) from error
    if done.returncode:
        raise Problem(*_TROUBLE.get(done.returncode, (500, "The PNG could not be drawn. Use the SVG.")))
    return done.stdout
