"""A git repository: its commits, the files of a commit, and what was renamed since."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple, Protocol

#: What git sets for hooks: a command for another folder must not see it.
_OF_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")
_SUBMODULE, _LINK = "160000", "120000"


class GitError(Exception):
    """Git is not installed, does not know a revision, or fails."""


class Wanted(Protocol):
    """Which files of a commit are needed."""

    def has(self, file: Path) -> bool:
        """Return whether a file is needed."""

    def enters(self, folder: Path) -> bool:
        """Return whether a file in a submodule may be needed."""


class _Entry(NamedTuple):
    """A file, a link or a submodule of a commit; for a submodule, `hash` is the commit that was recorded."""

    mode: str
    hash: str
    name: str


class GitRepository:
    """The repository whose working tree has the root folder `top`; nothing here changes it."""

    def __init__(self, top: Path) -> None:
        self.top = top

    @staticmethod
    def of(folder: Path) -> GitRepository | None:
        """Return the repository that a folder is in, or None."""
        for each in (folder, *folder.parents):
            if (each / ".git").exists():
                return GitRepository(each)
        return None

    @property
    def is_submodule(self) -> bool:
        """Whether this is a submodule of the repository around it."""
        link = self.top / ".git"
        return link.is_file() and "/worktrees/" not in link.read_text(encoding="utf-8", errors="replace")

    def commit(self, revision: str) -> str:
        """Return the hash of the commit that a revision means; GitError if there is none."""
        try:
            return self._run(
                "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
            ).strip()
        except GitError as error:
            if error.args[0].startswith("git is not installed"):
                raise
            raise GitError(f"{revision!r} is not a commit of {self.top}{self._advice()}") from error

    def _advice(self) -> str:
        if self._run("rev-parse", "--is-shallow-repository").strip() != "true":
            return ""
        return (
            ": this is a shallow clone; fetch the history first (git fetch --unshallow, or fetch-depth: 0 of "
            "actions/checkout)"
        )

    def day(self, commit: str) -> date:
        """Return the day of a commit, as its committer's clock had it."""
        return date.fromisoformat(self._run("show", "-s", "--format=%cs", commit).strip())

    def tracked(self) -> frozenset[Path]:
        """Return the files that git tracks now."""
        return frozenset(self.top / name for name in self._run("ls-files", "-z").split("\0") if name)

    def renames(self, commit: str) -> dict[Path, Path]:
        """Return the files that were renamed since a commit: the path now to the path then."""
        options = ("--name-status", "-z", "-M", "--diff-filter=R", "--no-ext-diff", "--no-color")
        fields = self._run("diff", *options, commit, "--").split("\0")[:-1]
        # Three fields for each: R and the similarity, the path then, the path now.
        return {self.top / fields[at + 2]: self.top / fields[at + 1] for at in range(0, len(fields), 3)}

    def check_out(self, commit: str, folder: Path, wanted: Wanted) -> dict[Path, Path]:
        """Write the files of a commit below another folder, as a checkout would; return what was renamed since.

        Submodules are included if they are checked out now, each as the commit that was recorded.

        Args:
            commit: the hash of the commit.
            folder: an empty folder.
            wanted: which files are needed, by the path that they have in the working tree now.

        Raises:
            GitError: git fails, or a submodule does not have the commit.
        """
        index = folder.with_name(f"{folder.name}.index")
        sparse = ("-c", "core.sparseCheckout=false")
        self._run(*sparse, "read-tree", commit, index=index)
        entries = list(self._entries(index))
        renamed = self.renames(commit)
        names_now = {then: now for now, then in renamed.items()}
        files = [each.name for each in entries if each.mode != _SUBMODULE]
        paths = {name: self.top / name for name in files}
        names = [name for name, path in paths.items() if wanted.has(names_now.get(path, path))]
        names += [each.name for each in entries if each.mode == _LINK]
        written = "".join(f"{name}\0" for name in dict.fromkeys(names))
        self._run(
            *sparse, "checkout-index", "-q", "-z", "--stdin", f"--prefix={folder}/", index=index, text=written
        )
        for each in entries:
            inside = GitRepository(self.top / each.name)
            if each.mode == _SUBMODULE and (inside.top / ".git").exists() and wanted.enters(inside.top):
                renamed |= inside.check_out(inside.commit(each.hash), folder / each.name, wanted)
        return renamed

    def _entries(self, index: Path) -> Iterator[_Entry]:
        for line in self._run("ls-files", "-s", "-z", index=index).split("\0")[:-1]:
            about, _, name = line.partition("\t")
            mode, hash_, _ = about.split(" ")
            yield _Entry(mode, hash_, name)

    def _run(self, *arguments: str, index: Path | None = None, text: str = "") -> str:
        """Return what git prints; paths are decoded as Python decodes the names of files."""
        environment = {name: value for name, value in os.environ.items() if name not in _OF_HOOKS}
        environment |= {"GIT_INDEX_FILE": str(index)} if index else {}
        # Without these, git would refresh the user's index; `git diff` obeys only the second.
        keeping = ("--no-optional-locks", "-c", "diff.autoRefreshIndex=false")
        command = ["git", *keeping, "-C", str(self.top), *arguments]
        try:
            done = subprocess.run(
                command, capture_output=True, check=True, input=os.fsencode(text), env=environment
            )
        except FileNotFoundError as error:
            raise GitError("git is not installed, and --changed-since needs it") from error
        except subprocess.CalledProcessError as error:
            message = os.fsdecode(error.stderr).strip() or f"exit code {error.returncode}"
            raise GitError(f"git {arguments[0]} failed in {self.top}: {message}") from error
        return os.fsdecode(done.stdout)
