"""Reading files, and finding the files that a path, a folder or a glob pattern means."""

from __future__ import annotations

import errno
import re
import stat
from collections.abc import Collection
from fnmatch import fnmatchcase
from glob import glob, has_magic
from pathlib import Path

from adgo.turtle import missing_files
from adgo.turtle.formats import ENDINGS
from adgo.turtle.limits import LIMITS

#: A file with one shell pattern per line: matching files and folders beside it are skipped when a folder is searched.
IGNORE_FILE = ".adgoignore"

#: The rule of `expand` in one sentence, for the help of commands.
RULE = (
    "A folder means all RDF files in it and its subfolders, except hidden ones and those listed in a "
    f"{IGNORE_FILE} file in the same folder. In a folder, an .xml file is read only if it contains rdf:RDF."
)

#: The path that means standard input, and what messages call it.
STANDARD_INPUT = Path("-")
STANDARD_INPUT_NAME = "<stdin>"

#: The ending of a packed file, after that of its format: `data.ttl.gz`.
GZIP = ".gz"
#: RDF is rarely packed more tightly than this; a bomb has 1,000 bytes for each byte.
_USUAL_RATIO = 100

#: The root element of RDF/XML, looked for in this many bytes.
_RDF_ROOT = re.compile(rb"<(?:[\w.-]+:)?RDF[\s/>]")
_HEAD_BYTES = 64 * 1024


def name_of(file: Path) -> str:
    """Return what messages call a file."""
    return STANDARD_INPUT_NAME if file == STANDARD_INPUT else str(file)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file; OSError if it cannot be read, also for pipes and devices, which may never end."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.EINVAL, "this is a pipe or a device; only files can be read", str(path))
    return path.read_bytes()


def read_unpacked(path: Path) -> bytes:
    """Return the bytes of a file, unpacked if its name ends in .gz; OSError if that is not possible."""
    content = read_bytes(path)
    if path.suffix.lower() != GZIP:
        return content
    from adgo.turtle.gzip_content import GzipError, unpacked  # Few files are packed.

    try:
        return unpacked(content, min(LIMITS.text, max(LIMITS.unpacked, len(content) * _USUAL_RATIO)))
    except GzipError as error:
        raise OSError(errno.EINVAL, str(error), str(path)) from error


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file, without a byte order mark.

    Raises OSError if the file cannot be read or is not UTF-8; its `strerror` then names the first wrong byte.
    """
    return decode_text(path.read_bytes(), str(path))


def decode_text(content: bytes, name: str) -> str:
    """Return the text of UTF-8 bytes, without a byte order mark; OSError with the name of the file if they are not."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Python counts from behind a byte order mark.
        at = error.start + len(content) - len(error.object)
        message = f"byte {at + 1} (0x{content[at]:02X}) is not UTF-8; save the file in that encoding"
        raise OSError(errno.EILSEQ, message, name) from None


def expand(path: str | Path, endings: Collection[str] = ENDINGS) -> tuple[list[Path], str | None]:
    """Return the files that a path means, sorted, and the reason if there are none.

    An existing file means itself. A folder means the files below it that have one of the endings, except hidden
    files and folders (`.git`, `.venv`) and those listed in a `.adgoignore` file in the same folder, such as issued
    versions of a file. Any other path is tried as a glob pattern (`**` included).

    Args:
        path: path of a file or a folder, or a glob pattern.
        endings: endings of the files that a folder is searched for, with the dot, in lower case.
    """
    try:
        files, reason = _find(path, endings)
    except OSError as error:
        return [], f"{error.filename}: {error.strerror}"
    return files, None if files else reason


def _find(path: str | Path, endings: Collection[str]) -> tuple[list[Path], str]:
    """Return the files, and what to say if there are none."""
    place = Path(path)
    if place.is_dir():
        return _below(place, endings), (
            f"no file to read in this folder (looked for {' '.join(endings)}; hidden files and folders, and those "
            f"listed in a {IGNORE_FILE} file, are skipped)"
        )
    if place.exists():
        return [place], ""
    if not has_magic(str(path)) or "://" in str(path):
        return [], missing_files.reason(str(path))
    found = sorted(file for file in map(Path, glob(str(path), recursive=True)) if file.is_file())
    return found, "no file matches this pattern"


def _below(folder: Path, endings: Collection[str]) -> list[Path]:
    """Return the files below a folder that have one of the endings, in capitals or not, and are not left out."""
    ignored: dict[Path, list[str]] = {}

    def is_left_out(path: Path) -> bool:
        """Return whether a name between the folder and the file is hidden or ignored."""
        at = folder
        for part in path.relative_to(folder).parts:
            if at not in ignored:
                ignored[at] = _patterns(at / IGNORE_FILE)
            if part.startswith(".") or any(fnmatchcase(part, pattern) for pattern in ignored[at]):
                return True
            at /= part
        return False

    wanted = tuple(endings)
    return sorted(
        path
        for path in folder.rglob("*")
        if path.name.lower().endswith(wanted)
        and not is_left_out(path)
        and path.is_file()
        and (not path.name.lower().endswith((".xml", f".xml{GZIP}")) or _is_rdf(path))
    )


def _is_rdf(path: Path) -> bool:
    """Return whether an XML file is RDF/XML: build files, catalogs and reports end in .xml too."""
    if path.suffix.lower() == GZIP:
        import gzip  # Few files are packed.
        import zlib

        try:
            with gzip.open(path) as packed:
                return _RDF_ROOT.search(packed.read(_HEAD_BYTES)) is not None
        except (EOFError, zlib.error, gzip.BadGzipFile):
            return True  # Reading it says what is wrong.
    with path.open("rb") as file:
        return _RDF_ROOT.search(file.read(_HEAD_BYTES)) is not None


def _patterns(file: Path) -> list[str]:
    """Return the patterns in a `.adgoignore`; none if there is no such file."""
    if not file.is_file():
        return []
    lines = (line.strip() for line in read_text(file).splitlines())
    return [line.rstrip("/") for line in lines if line and not line.startswith("#")]
