"""Pages shaped like those of real news sites are read to title, date and body, without what stands around it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from rag.adapters.formats import read_articles
from rag.errors import UnreadableFile
from rag.schema import Article


def _pages() -> Any:
    spec = importlib.util.spec_from_file_location("format_pages", Path(__file__).with_name("pages.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


pages = _pages()


@pytest.mark.parametrize("page", [page for page in pages.PAGES if page.paragraphs], ids=lambda page: page.name)
def test_a_page_is_read_to_title_date_and_body(page: Any) -> None:
    (article,) = read_articles(page.html.encode(), source=f"https://courier.example/{page.name}")
    assert isinstance(article, Article)
    assert (article.title, article.published) == (page.title, page.date)
    assert [text for text in page.paragraphs if text not in article.text] == []
    assert [noise for noise in pages.NOISE if noise in article.text] == []


@pytest.mark.parametrize("page", [page for page in pages.PAGES if not page.paragraphs], ids=lambda page: page.name)
def test_a_page_without_an_article_gets_one_clear_sentence(page: Any) -> None:
    with pytest.raises(UnreadableFile, match="holds no article: a consent notice"):
        list(read_articles(page.html.encode(), source=f"https://courier.example/{page.name}"))
