"""The page with a real chat model of this machine: what it invents is withheld, and shown as withheld."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    Ask = Callable[[Any, str], Any]
    Open = Callable[..., Any]

pytest.importorskip("xllamacpp")
pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.slow]

SERVE = """
import sys
from pathlib import Path
from ui.web import serve
serve(port=0, library=Path(sys.argv[1]), model="gguf:{model}", announce=lambda address: print(address, flush=True))
"""
ARTICLE = Path(__file__).parents[2] / "corpus" / "uzbekistan-repatriates-131-migrants.md"


def test_a_local_model_is_named_and_each_of_its_sentences_is_cited(
    serve_library: Callable[..., AbstractContextManager[str]], open_page: Open, smollm2: Path, tmp_path: Path, ask: Ask
) -> None:
    with serve_library(tmp_path / "library", code=SERVE.format(model=smollm2), within=120) as address:
        page = open_page(address)
        page.set_default_timeout(120_000)
        card = ask(page, "How many arrests has ICE reported?")
        article = " ".join(ARTICLE.read_text(encoding="utf-8").split())
        tag = card.locator(".status .tag").inner_text()
        assert tag in {smollm2.stem, "quoted", "not answered"}
        for claim in card.locator(".claim").all():
            assert claim.locator(".cite").count() >= 1
            assert tag == smollm2.stem or " ".join(claim.locator("> span").inner_text().split()) in article
        for reason in card.locator(".withheld .why").all_text_contents():
            assert reason.strip()
        follow_up = ask(page, "And how many removals?")
        assert "removals" in follow_up.locator(".asked-as").inner_text()
        page.close()
