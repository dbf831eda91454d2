"""A virtual environment that has every installed package except granian.

If ADGO_TEST_WITHOUT_GRANIAN is set, the tests of the server start `adgo serve` with its Python, which then has
to serve with waitress.
"""

from __future__ import annotations

import importlib.util
import os
import sysconfig
import venv
from pathlib import Path

import pytest

#: Whether the tests run without granian, because the environment variable says so or because it is not installed.
WITHOUT_GRANIAN = (
    bool(os.environ.get("ADGO_TEST_WITHOUT_GRANIAN")) or importlib.util.find_spec("granian") is None
)
#: The HTTP servers to test.
SERVERS = ["waitress"] if WITHOUT_GRANIAN else ["granian", "waitress"]
#: The same as parameters of tests. The second is tried by `make test-full`, and every day if there is no other.
EACH_SERVER = [SERVERS[0], *(pytest.param(name, marks=pytest.mark.full) for name in SERVERS[1:])]


def create(folder: Path) -> Path:
    """Create the environment in an empty folder and return its Python; packages are links to the installed ones."""
    venv.create(folder, symlinks=True, with_pip=False)
    places = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", vars=places))
    for source in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
        for entry in Path(source).iterdir():
            if not entry.name.lower().startswith("granian") and not (packages / entry.name).exists():
                (packages / entry.name).symlink_to(entry)
    return folder / "bin" / "python"
