"""The model hub: its own client says where a file lies and has the user's key; its environment configures it.

The client's download is not used: it drops what it has when it is broken off, and asks the hub about what called it.
"""

from __future__ import annotations

from pathlib import Path

from rag.adapters.weights.catalogue import LocalModel
from rag.adapters.weights.loading import Counted, load_file
from rag.protocols import Progress


def fetch_from_hub(model: LocalModel, scratch: Path, progress: Progress | None) -> Path:
    """Return the file as the hub has it, unchecked; raises ModelUnreachable. A broken-off one is gone on with."""
    from huggingface_hub import constants, get_token, hf_hub_url

    repository, file, revision = model.hub
    target = scratch / "from-hub"
    key = None if constants.HF_HUB_DISABLE_IMPLICIT_TOKEN else get_token()
    load_file(
        hf_hub_url(repository, file, revision=revision),
        target,
        Counted(progress, 0, model.size),
        source="The model hub",
        headers={"Authorization": f"Bearer {key}"} if key else {},
    )
    return target
