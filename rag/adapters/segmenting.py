"""Sentence segmentation by ``sentencex`` (Wikimedia, MIT): rules for some 300 languages."""

from __future__ import annotations

from rag.adapters.surrogates import encodable


class SentencexSegmenter:
    """Cuts a paragraph at sentence ends; a quotation of several sentences stays in one piece."""

    def __init__(self, language: str = "en") -> None:
        self._language = language

    def segment(self, paragraph: str) -> list[str]:
        """Return consecutive pieces whose concatenation is ``paragraph``."""
        from sentencex import segment

        pieces, start = [], 0
        for piece in segment(self._language, encodable(paragraph)):
            pieces.append(paragraph[start : start + len(piece)])
            start += len(piece)
        return pieces
