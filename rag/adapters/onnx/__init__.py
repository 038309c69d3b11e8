"""The embedded models: small ONNX networks that a wheel carries, run on the processor."""

from rag.adapters.onnx.late_interaction import OnnxTokenSimilarity
from rag.adapters.onnx.models import OnnxEmbedder, OnnxReranker

__all__ = ["OnnxEmbedder", "OnnxReranker", "OnnxTokenSimilarity"]
