"""`adgo doctor`: whether everything that ADGO uses on this machine is there and works."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata

import click

from adgo import __version__
from adgo.cli.options import JSON, TEXTS
from adgo.cli.output_streams import print_document

#: Packages whose versions matter in a report of a bug.
PACKAGES = ("pyoxigraph", "rdflib", "pyshacl", "owlready2", "flask", "granian", "waitress")


@dataclass(frozen=True)
class InstallationCheck:
    """One check: what was checked, "ok", "missing" (an optional part) or "failed", and details with the remedy."""

    name: str
    outcome: str
    detail: str


@click.command()
@TEXTS
@JSON
def doctor(texts: str | None, as_json: bool) -> None:
    """Check the installation: packages, data, articles, pages, Java, the protection of queries.

    Parts that are missing and optional are named with what they are for.

    Exit codes: 0 everything needed works, 1 a needed part does not work.
    """
    found = list(checks(texts))
    if as_json:
        print_document(json.dumps([asdict(each) for each in found], indent=2, ensure_ascii=False))
    else:
        for each in found:
            click.echo(f"{each.outcome:8}{each.name}: {each.detail}")
    sys.exit(any(each.outcome == "failed" for each in found))


def checks(texts: str | None) -> Iterator[InstallationCheck]:
    """Yield the outcome of each check.

    Args:
        texts: the folder of the articles' texts, or None.
    """
    python = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    yield InstallationCheck("ADGO", "ok", f"{__version__}, Python {python}")
    yield _packages()
    for name, check in (
        ("graph", _graph),
        ("generated files", _generated),
        ("articles", lambda: _articles(texts)),
        ("pages", _assets),
        ("Java", _java),
        ("protection of queries", _sandbox),
    ):
        yield _outcome(name, check)


def _outcome(name: str, check: Callable[[], InstallationCheck]) -> InstallationCheck:
    """Return what a check finds; that it failed if it raises an error."""
    try:
        return check()
    except Exception as error:
        return InstallationCheck(name, "failed", f"{type(error).__name__}: {error}")


def _packages() -> InstallationCheck:
    versions, missing = [], []
    for name in PACKAGES:
        try:
            versions.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    # One of the two HTTP servers is enough.
    needed = [name for name in missing if name not in ("granian", "waitress")]
    lacking = f"; not installed: {', '.join(missing)}" if missing else ""
    failed = needed or {"granian", "waitress"} <= set(missing)
    return InstallationCheck("packages", "failed" if failed else "ok", ", ".join(versions) + lacking)


def _graph() -> InstallationCheck:
    from adgo.evidence.graph_sizes import sizes
    from adgo.graph.dataset import load

    counts = sizes(load().store)
    return InstallationCheck("graph", "ok", ", ".join(f"{number} {name}" for name, number in counts.items()))


def _generated() -> InstallationCheck:
    from adgo.cli.build import built_files, stale_files
    from adgo.graph import files

    if files.root() == files.PACKAGE / "files":
        return InstallationCheck("generated files", "ok", "installed with the package")
    stale = stale_files(built_files())
    if stale:
        return InstallationCheck(
            "generated files", "failed", f"not up to date: {', '.join(stale)}; run `adgo build`"
        )
    return InstallationCheck("generated files", "ok", "up to date")


def _articles(texts: str | None) -> InstallationCheck:
    from adgo.evidence import sources

    known = sources.packaged()
    if texts is None:
        use = "verify, cite, ingest, review need them: name their folder in ADGO_TEXTS; serve shows them with --texts"
        return InstallationCheck(
            "articles", "missing", f"no folder with the {len(known)} texts is named; {use}"
        )
    folder = sources.Texts(texts)
    found = {number: folder.of(source) for number, source in known.items()}
    absent = [number for number, text in found.items() if text is None]
    changed = [number for number, text in found.items() if text and not text.recorded]
    detail = f"{len(found) - len(absent)} of {len(known)} texts in {texts}"
    if changed:
        return InstallationCheck("articles", "failed", f"{detail}; changed: {', '.join(changed)}")
    return InstallationCheck("articles", "missing" if absent else "ok", detail)


def _assets() -> InstallationCheck:
    from adgo.server.pages import assets

    lacking = [name for name in (*assets.EDITOR, *assets.ENGINE, assets.OUTLINES) if not assets.has(name)]
    if lacking:
        return InstallationCheck(
            "pages", "missing", f"{', '.join(lacking)} are not installed. {assets.REMEDY}"
        )
    return InstallationCheck("pages", "ok", "the query editors and the outlines of the map are installed")


def _java() -> InstallationCheck:
    from adgo.reason.hermit import java

    try:
        return InstallationCheck("Java", "ok", str(java.find()))
    except java.CannotReason as error:
        return InstallationCheck("Java", "missing", f"`adgo reason` needs it: {error}")


def _sandbox() -> InstallationCheck:
    from adgo.server.engine import sandbox

    lacking = sandbox.missing()
    if lacking:
        return InstallationCheck("protection of queries", "missing", "; ".join(lacking))
    return InstallationCheck("protection of queries", "ok", "seccomp and Landlock")
