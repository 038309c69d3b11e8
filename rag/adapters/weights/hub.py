"""The model hub: its own client says where a file lies and what it is asked with; its environment configures it.

The client's download is not used: it drops what it has when it is broken off.
"""

from __future__ import annotations

from pathlib import Path

from rag.adapters.weights.catalogue import LocalModel
from rag.adapters.weights.loading import Counted, load_file
from rag.protocols import Progress


def fetch_from_hub(model: LocalModel, scratch: Path, progress: Progress | None) -> Path:
    """Return the file as the hub has it, unchecked; raises ModelUnreachable. A broken-off one is gone on with."""
    from huggingface_hub import hf_hub_url
    from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]  # documented, not listed

    repository, file, revision = model.hub
    target = scratch / "from-hub"
    load_file(
        hf_hub_url(repository, file, revision=revision),
        target,
        Counted(progress, 0, model.size),
        source="The model hub",
        headers=build_hf_headers(library_name="citewire"),
    )
    return target
