"""One pipeline over the article that ships, with the real models."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rag import Pipeline

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.fixture(scope="session")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Generator[Pipeline]:
    with Pipeline(library=tmp_path_factory.mktemp("shipped") / "library") as shipped:
        shipped.ask("Where did the plane leave from?")
        yield shipped
