"""Files on disk become articles."""

from __future__ import annotations

import glob
import os
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rag.adapters.formats import SUFFIXES as KINDS
from rag.adapters.formats import read_articles
from rag.adapters.formats.reading import articles_of
from rag.adapters.formats.records import read_records
from rag.errors import UnreadableFile
from rag.stages.reading import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rag.schema import Article

SUFFIXES = frozenset(KINDS) - {".xml"}
"""What is taken from a folder. An XML file may be anything, so one is read only where it is named itself."""
_DUMPS = frozenset(suffix for suffix, kind in KINDS.items() if kind == "jsonl")
_NOT_ARTICLES = frozenset({"readme", "license", "licence", "notice", "changelog", "contributing"})


def find_files(paths: Iterable[Path | str]) -> tuple[Path, ...]:
    """Return the files to read, each once: a file as it is named, a folder's files of known formats, a pattern's.

    In a folder, hidden files and those that describe a project (README, LICENSE ...) are passed over. Raises
    UnreadableFile for a folder or a pattern in which nothing is left. A path that does not exist is returned, so
    that reading it tells of it.
    """
    found: dict[Path, None] = {}
    for path in (Path(path).expanduser() for path in paths):
        if _is_pattern(path):
            found.update(dict.fromkeys(_matches(path)))
            continue
        if not os.path.isdir(path):  # noqa: PTH112 - it does not raise where the folder above may not be entered
            found[path] = None
            continue
        inside = sorted(_articles_below(path))
        if not inside and not os.access(path, os.R_OK | os.X_OK):
            raise UnreadableFile(f"You have no permission to read the folder {str(path)!r}.")
        if not inside:
            raise UnreadableFile(f"{str(path)!r} holds no article of a known format; name a folder that does.")
        found.update(dict.fromkeys(inside))
    return tuple(found)


def _is_pattern(path: Path) -> bool:
    return glob.has_magic(str(path)) and not os.path.lexists(path)


def _matches(pattern: Path) -> Iterator[Path]:
    """Yield what a pattern such as ``news/**/*.html`` names; folders that it names are searched."""
    named = sorted(Path(match) for match in glob.iglob(str(pattern), recursive=True))  # noqa: PTH207 - absolute ones too
    files = [path for path in named if path.is_file()]
    if not files:
        raise UnreadableFile(f"No file matches {str(pattern)!r}; check the pattern.")
    yield from files


def _articles_below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        named = path.suffix.lower() in SUFFIXES and path.stem.lower() not in _NOT_ARTICLES
        if named and not hidden and path.is_file():
            yield path


def file_stamp(path: Path) -> tuple[int, int]:
    """Return what changes when a file does; zeros for one that is gone."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


def load_file(path: Path, *, source: str | None = None) -> Article:
    """Return the one article in a file; raises UnreadableFile with one sentence on why it cannot be read."""
    found = list(load_articles(path, source=source))
    if len(found) != 1:
        raise UnreadableFile(f"{path.name!r} holds {len(found):,} articles; name a file with one, or ingest it.")
    if isinstance(found[0], UnreadableFile):
        raise found[0]
    return found[0]


def load_articles(path: Path, *, source: str | None = None) -> Iterator[Article | UnreadableFile]:
    """Yield the articles in a file, or why one of several cannot be read.

    Raises UnreadableFile where nothing of the file can be read. A dump is read line by line, however large it is.
    """
    with _plain_faults(path):
        place = source or _legible(path.resolve())
        if path.suffix.lower() not in _DUMPS or not path.is_file():
            data = _contents(path)
        else:
            yield from _dumped(path, source=place)
            return
    yield from read_articles(data, source=place)


def _dumped(path: Path, *, source: str) -> Iterator[Article | UnreadableFile]:
    with path.open("rb") as file:
        lines = iter(lambda: file.readline(MAX_BYTES + 1), b"")
        yield from articles_of(read_records(lines, name=path.name), source=source)


@contextmanager
def _plain_faults(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as exc:
        raise UnreadableFile(f"There is no file {str(path)!r}; check the path.") from exc
    except PermissionError as exc:
        raise UnreadableFile(f"You have no permission to read {str(path)!r}.") from exc
    except (OSError, ValueError) as exc:
        why = getattr(exc, "strerror", None) or exc
        raise UnreadableFile(f"{str(path)!r} cannot be read ({why}); name another file.") from exc


def _legible(path: Path) -> str:
    """Return the path as text that can be stored, with escapes for what is not UTF-8 in it."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _contents(path: Path) -> bytes:
    """Return the bytes, at most one more than allowed: a device could give them without end."""
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableFile(f"{str(path)!r} is a folder, not a file; name a file.")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFile(f"{str(path)!r} is a device or a pipe, not a file; name a file.")
    if status.st_size > MAX_BYTES:
        raise UnreadableFile(
            f"{path.name!r} has {status.st_size / 1e6:.0f} MB; "
            f"an article may have {MAX_BYTES // 1_000_000} MB at most, so split it."
        )
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)
