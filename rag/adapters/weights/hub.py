"""The model hub, through its own client: its address, proxies and tokens are that client's to configure."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from rag.adapters.weights.catalogue import LocalModel
from rag.errors import ModelUnreachable
from rag.protocols import Progress


def fetch_from_hub(model: LocalModel, scratch: Path, progress: Progress | None) -> Path:
    """Return the file as the hub has it, unchecked; raises ModelUnreachable. A broken-off one is gone on with."""
    from huggingface_hub import hf_hub_download
    from huggingface_hub.utils.logging import set_verbosity

    set_verbosity(logging.ERROR)  # else each try to reach a hub that is not there is told, twice
    repository, file, revision = model.hub
    try:
        path = hf_hub_download(
            repository,
            file,
            revision=revision,
            local_dir=scratch / "hub",
            tqdm_class=_told_to(progress),
        )
    except Exception as exc:  # the client's faults are many, and all mean that it is not to be had there
        raise ModelUnreachable(f"The model hub does not give {model.name!r} ({type(exc).__name__}).") from exc
    return Path(path)


def _told_to(progress: Progress | None) -> Any:
    """Return a bar for the client that draws nothing and tells ``progress``."""
    from tqdm import tqdm

    class Told(tqdm):  # type: ignore[misc]  # the package states no types
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            kwargs.pop("name", None)
            super().__init__(*args, **{**kwargs, "disable": False, "file": _Nowhere()})

        def update(self, n: float | None = 1) -> Any:
            known = super().update(n)
            if progress is not None and self.total:
                progress(int(self.n), int(self.total))
            return known

    return Told


class _Nowhere:
    """A stream that keeps nothing."""

    def write(self, _: str) -> int:
        return 0

    def flush(self) -> None:
        return
