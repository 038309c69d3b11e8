"""Loading a file over HTTP so that what was broken off is gone on with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from rag.errors import ModelBroken, ModelUnreachable
from rag.protocols import Progress

_SPARE = 1 << 20
_WAIT_S = 60.0
_CONNECT_S = 10.0


@dataclass(frozen=True, slots=True)
class Counted:
    """Tells progress of the whole model while one file of it is loaded."""

    progress: Progress | None
    before: int
    total: int

    def tell(self, loaded: int) -> None:
        """Tell how much there is of the model, with so many bytes of this file."""
        if self.progress is not None:
            self.progress(min(self.before + loaded, self.total), self.total)


def load_file(
    address: str, target: Path, counted: Counted, *, source: str, headers: Mapping[str, str] | None = None
) -> None:
    """Load a file to ``target``, after what is there of it; raises ModelUnreachable and ModelBroken.

    A connection that breaks is made again as long as each brings something. ``source`` names where it comes from.
    """
    import httpx

    while True:
        had = _size_of(target)
        try:
            return _load_on(address, target, counted, source, headers or {})
        except httpx.HTTPStatusError as exc:
            raise ModelUnreachable(f"{source} does not give the file (status {exc.response.status_code}).") from exc
        except httpx.ConnectError as exc:
            raise ModelUnreachable(f"{source} cannot be reached.") from exc
        except httpx.HTTPError as exc:
            if _size_of(target) == had:
                raise ModelUnreachable(f"{source} breaks off ({type(exc).__name__}).") from exc


def _load_on(address: str, target: Path, counted: Counted, source: str, headers: Mapping[str, str]) -> None:
    import httpx

    had = _size_of(target)
    span = {"Range": f"bytes={had}-"} if had else {}
    waits = httpx.Timeout(_WAIT_S, connect=_CONNECT_S)
    # unpacked on the way, a part would not be the part of the file that was asked for
    as_it_is = {"Accept-Encoding": "identity"}
    with httpx.stream(
        "GET", address, headers={**headers, **as_it_is, **span}, follow_redirects=True, timeout=waits
    ) as answer:
        if had and answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            return  # it was loaded whole
        answer.raise_for_status()
        begun = had if answer.status_code == httpx.codes.PARTIAL_CONTENT else 0
        with target.open("ab" if begun else "wb") as file:
            _receive(answer.iter_bytes(), file, begun, counted, source)


def _receive(pieces: Iterator[bytes], file: IO[bytes], begun: int, counted: Counted, source: str) -> None:
    for data in pieces:
        if begun > 2 * counted.total + _SPARE:
            raise ModelBroken(f"{source} sends a file that is far larger than the model.")
        file.write(data)
        begun += len(data)
        counted.tell(begun)


def _size_of(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
