"""The working folder of a project, for drafts, reports and decisions, which may quote articles: never published."""

from pathlib import Path

NAME = "drafts"


def made(root: Path) -> Path:
    """Return the working folder of a project; it is made if it does not exist, and git ignores all that is in it.

    Args:
        root: the folder of the project.
    """
    folder = root / NAME
    folder.mkdir(exist_ok=True)
    ignored = folder / ".gitignore"
    if not ignored.exists():
        ignored.write_text("*\n", encoding="utf-8")
    return folder
