"""Small chat models that can be fetched by name and kept in the user's cache."""

from rag.adapters.weights.catalogue import MODELS, LocalModel, find_model, installed_model, is_installed, kept_at
from rag.adapters.weights.measured import Figures, figures_of, measured, measured_of
from rag.adapters.weights.pulling import pull_model

__all__ = [
    "MODELS",
    "Figures",
    "LocalModel",
    "figures_of",
    "find_model",
    "installed_model",
    "is_installed",
    "kept_at",
    "measured",
    "measured_of",
    "pull_model",
]
