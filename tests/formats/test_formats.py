"""Every format becomes an article with the same sentences, its title and, where it states one, its date."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.adapters.files import load_articles, load_file
from rag.adapters.formats import read_articles
from rag.adapters.formats.lines import joined_pages
from rag.adapters.formats.records import read_records
from rag.errors import UnreadableFile
from rag.schema import Article
from rag.stages.publication import iso_date

if TYPE_CHECKING:
    from types import ModuleType


def _made() -> ModuleType:
    spec = importlib.util.spec_from_file_location("made_files", Path(__file__).with_name("made.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


made: Any = _made()
DATED = {"report.md", "report.html", "report.rss", "report.atom", "report.jsonl"}


def only(data: bytes, source: str, **options: str) -> Article:
    (found,) = read_articles(data, source=source, **options)
    assert isinstance(found, Article), found
    return found


@pytest.mark.parametrize("name", made.FORMATS)
def test_each_format_gives_the_same_sentences(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(made.FORMATS[name]())
    article = load_file(path)
    assert all(sentence in article.text for sentence in made.SENTENCES)
    assert "All rights reserved" not in article.text
    assert article.published == ("2026-03-04" if name in DATED else None)
    assert article.publisher == ("The Gazette" if name in DATED else None)
    assert article.title == (made.TITLE if name not in {"report.txt", "report.pdf"} else "report")


@pytest.mark.parametrize(
    ("data", "source", "kind"),
    [
        (b"%PDF-1.4", "/a/x.txt", "is a PDF file by its content"),
        (b"%PDF-1.4<html>", "/a/x.html", "is a PDF file by its content"),
        (b"PK\x03\x04", "/a/x.html", "is a ZIP archive by its content"),
        (b"<html>", "/a/x.pdf", "is not a PDF file"),
        (b"%PDF-1.4", "/a/x.docx", "is a PDF file by its content"),
        (b"plain", "/a/x.docx", "is not a Word file"),
    ],
)
def test_a_file_that_is_something_else_than_its_name_says_is_refused(data: bytes, source: str, kind: str) -> None:
    with pytest.raises(UnreadableFile, match=kind):
        list(read_articles(data, source=source))


def test_front_matter_wins_over_what_the_format_states() -> None:
    front = b"---\ntitle: Another title\ndate: 2025-01-02\ntags: ports, storms\n---\n"
    article = only(front + made.html(), "/a/x.html")
    assert (article.title, article.published, article.tags) == ("Another title", "2025-01-02", ("ports", "storms"))
    assert article.publisher == "The Gazette"
    assert not article.text.startswith("---")


def test_a_scan_gets_one_clear_sentence() -> None:
    with pytest.raises(UnreadableFile, match=r"has no text layer, so it is a scan; recognise its text \(OCR\)"):
        list(read_articles(made.pdf("", ""), source="/a/scan.pdf"))


def test_paragraphs_of_a_pdf_are_joined_and_its_running_heads_dropped() -> None:
    pages = [
        f"The Gazette 4 March\nThe ministry closed the harbour for at least {n} days, and govern-\nment engineers "
        f"are at work there.\nA second paragraph of page {n} begins here and runs on to the end of the line\nand over "
        f"it.\n{n}"
        for n in range(1, 5)
    ]
    text = only(made.pdf(*pages), "/a/x.pdf").text
    assert "for at least 2 days, and government engineers are at work there.\n\nA second paragraph of page 2" in text
    assert "line and over it." in text
    assert "The Gazette 4 March" not in text


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60), max_size=4))
def test_joining_lines_loses_no_letter_but_running_heads(pages: list[str]) -> None:
    joined = joined_pages(pages)
    letters = [c for c in "".join(pages) if c.isalpha()]
    if len(pages) < 3:
        assert [c for c in joined if c.isalpha()] == letters


def test_a_dump_gives_an_article_a_line_and_tells_of_bad_ones(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    deep = b'{"text": ' + b"[" * 100_000 + b"\n"
    path.write_bytes(made.jsonl() + b"\n[1]\n" + deep + b'{"body": "It rained in Kesra.", "date": 1772600000}\n')
    found = list(load_articles(path))
    articles = [item for item in found if isinstance(item, Article)]
    assert [article.published for article in articles] == ["2026-03-04", "2026-03-04"]
    assert [article.source for article in articles] == [f"{path}#https://gazette.example/harbour", f"{path}#5"]
    assert [str(item)[:6] for item in found if isinstance(item, UnreadableFile)] == ["Line 3", "Line 4"]


def test_half_a_character_is_stored_as_one_that_is_missing() -> None:
    """It could not be stored, and would end the ingest of all that comes after it."""
    text = only(b'{"text": "It rained in \\ud800 Kesra.", "title": "\\udfff"}\n', "/a/dump.jsonl").text
    assert text == "It rained in \ufffd Kesra."


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\r\r"])
def test_a_dump_without_a_line_is_told(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    path.write_bytes(data)
    (told,) = load_articles(path)
    assert "holds no line" in str(told)


@given(st.binary(max_size=200))
def test_no_line_of_a_dump_breaks_its_reader(line: bytes) -> None:
    list(read_records([line], name="dump.jsonl"))


@pytest.mark.parametrize("data", [made.rss(), made.html(), made.jsonl(), made.pdf(), made.docx()])
def test_standard_input_and_addresses_are_told_by_their_content(data: bytes) -> None:
    assert made.SENTENCES[0] in only(data, "stdin:report").text
    assert made.SENTENCES[0] in only(data, "https://gazette.example/report").text


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("Tue, 24 Nov 2026 23:30:00 -0500", "2026-11-24"),
        ("24 November 2026", "2026-11-24"),
        ("Nov. 24, 2026", "2026-11-24"),
        ("Updated 4:12 p.m., March 3rd, 2026", "2026-03-03"),
        ("24.11.2026", "2026-11-24"),
        ("25/12/2026", "2026-12-25"),
        ("12/25/2026", "2026-12-25"),
        ("2026/1/4", "2026-01-04"),
        ("03/04/2026", None),
        ("November 2026", None),
        ("3 March 2026 and 4 March 2026", None),
    ],
)
def test_dates_are_normalised_and_never_guessed(written: str, date: str | None) -> None:
    assert iso_date(written) == date
