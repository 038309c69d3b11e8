"""Sentence segmentation by ``sentencex`` (Wikimedia, MIT): rules for some 300 languages."""

from __future__ import annotations


class SentencexSegmenter:
    """Cuts a paragraph at sentence ends; a quotation of several sentences stays in one piece."""

    def __init__(self, language: str = "en") -> None:
        self._language = language

    def segment(self, paragraph: str) -> list[str]:
        """Return consecutive pieces whose concatenation is ``paragraph``."""
        from sentencex import segment

        return list(segment(self._language, paragraph))
