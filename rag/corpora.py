"""A file or folder that is answered over: what is new or changed in it is brought in, and what is gone is dropped."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import UnreadableFile

if TYPE_CHECKING:
    from rag.adapters.library import DiskLibrary
    from rag.protocols import Ingested, Rejected

_log = logging.getLogger("citewire")


class FollowedCorpus:
    """Remembers how the files below a path looked when they were read."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._stamps: dict[Path, tuple[int, int]] = {}

    def bring_in(self, library: DiskLibrary, ingest: Callable[[Iterable[Path]], Iterator[Ingested | Rejected]]) -> None:
        """Make the library hold what the files say now; raises UnreadableFile where that is nothing."""
        from rag.adapters.files import file_stamp, find_files
        from rag.protocols import Rejected

        stamps = {path.resolve(): file_stamp(path) for path in find_files([self._place])}
        if stamps == self._stamps:
            return
        changed = [path for path, stamp in stamps.items() if self._stamps.get(path) != stamp]
        records = list(ingest(changed))
        reasons = [record.reason for record in records if isinstance(record, Rejected)]
        read = {record.article_id for record in records if not isinstance(record, Rejected)}
        fresh, present = set(map(str, changed)), set(map(str, stamps))
        for info in library.listing():
            file = _file_of(info.source, present)
            if file not in present or (file in fresh and info.article_id not in read):
                library.remove(info.article_id)
        if not library.listing():
            raise UnreadableFile(" ".join(reasons[:3]) or f"{str(self._place)!r} holds no article.")
        for reason in reasons:
            _log.warning("%s", reason)
        self._stamps = stamps


def _file_of(source: str, files: set[str]) -> str | None:
    """Return the file that a source is, or stands in after a ``#``; None where that is gone."""
    parts = source.split("#")
    return next((name for end in range(len(parts), 0, -1) if (name := "#".join(parts[:end])) in files), None)
