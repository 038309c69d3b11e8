"""Files on disk become articles."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import UnreadableFile
from rag.stages.reading import MAX_BYTES, read_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rag.schema import Article

SUFFIXES = frozenset({".md", ".markdown", ".txt", ".text"})
_NOT_ARTICLES = frozenset({"readme", "license", "licence", "notice", "changelog", "contributing"})


def find_files(paths: Iterable[Path | str]) -> tuple[Path, ...]:
    """Return the files to read, each once: a file as it is named, a folder's text and Markdown files.

    In a folder, hidden files and those that describe a project (README, LICENSE ...) are passed over. Raises
    UnreadableFile for a folder in which nothing is left. A path that does not exist is returned, so that
    reading it tells of it.
    """
    found: dict[Path, None] = {}
    for path in (Path(path).expanduser() for path in paths):
        if not os.path.isdir(path):  # noqa: PTH112 - it does not raise where the folder above may not be entered
            found[path] = None
            continue
        inside = sorted(_articles_below(path))
        if not inside and not os.access(path, os.R_OK | os.X_OK):
            raise UnreadableFile(f"You have no permission to read the folder {str(path)!r}.")
        if not inside:
            raise UnreadableFile(f"{str(path)!r} holds no text or Markdown file; name a folder that does.")
        found.update(dict.fromkeys(inside))
    return tuple(found)


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
    """Return the article in a file; raises UnreadableFile with one sentence on why it cannot be read."""
    try:
        data = _contents(path)
    except FileNotFoundError as exc:
        raise UnreadableFile(f"There is no file {str(path)!r}; check the path.") from exc
    except PermissionError as exc:
        raise UnreadableFile(f"You have no permission to read {str(path)!r}.") from exc
    except (OSError, ValueError) as exc:
        why = getattr(exc, "strerror", None) or exc
        raise UnreadableFile(f"{str(path)!r} cannot be read ({why}); name another file.") from exc
    return read_article(data, source=source or _legible(path.resolve()))


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
