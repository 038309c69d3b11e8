"""The real grammar model, loaded once."""

from __future__ import annotations

import pytest

from rag.adapters.grammar import SpacyParser


@pytest.fixture(scope="session")
def parser() -> SpacyParser:
    return SpacyParser()
