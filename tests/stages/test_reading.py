"""Bytes become an article whose text anyone can rebuild from the file."""

from __future__ import annotations

import codecs
import hashlib
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import UnreadableFile
from rag.stages.front_matter import split_front_matter
from rag.stages.publication import iso_date
from rag.stages.reading import MAX_BYTES, article_id, read_article

if TYPE_CHECKING:
    from pathlib import Path

    from rag.schema import Article

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\x00\ufeff"), min_size=1)
SOURCE = "/news/Five dead.md"


def read(data: bytes | str) -> Article:
    return read_article(data.encode() if isinstance(data, str) else data, source=SOURCE)


def is_plain(text: str) -> bool:
    """Tell whether ``text`` is an article as it stands: not blank, without front matter."""
    return bool(text.strip()) and split_front_matter(text).text == text


@given(TEXT.filter(is_plain))
def test_utf8_text_is_stored_as_it_is(text: str) -> None:
    assert read(text).text == text
    assert read(codecs.BOM_UTF8 + text.encode()).text == text


@given(TEXT.filter(is_plain), st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_utf16_needs_a_byte_order_mark(text: str, encoding: str) -> None:
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else codecs.BOM_UTF16_BE
    assert read(mark + text.encode(encoding)).text == text


@given(TEXT.filter(is_plain), st.sampled_from(["\r\n", "\r"]))
def test_line_ends_become_newlines_and_nothing_else_changes(text: str, line_end: str) -> None:
    assert read(text.replace("\n", line_end)).text == text


@given(TEXT.filter(is_plain))
def test_front_matter_is_cut_and_the_rest_kept(text: str) -> None:
    article = read(f"---\ntitle: Five dead\n---\n{text}")
    assert (article.title, article.text) == ("Five dead", text)


@given(TEXT.filter(is_plain))
def test_the_hash_is_that_of_the_text(text: str) -> None:
    assert read(text).sha256 == hashlib.sha256(text.encode()).hexdigest()


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_one_sentence(data: bytes) -> None:
    refusal = ""
    try:
        text = read(data).text
    except UnreadableFile as exc:
        refusal, text = str(exc), "refused"
    assert text.strip()
    assert "\x00" not in text
    assert not refusal or (refusal.startswith("'Five dead.md'") and refusal.endswith("."))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "holds no text"),
        (b" \n\t\r\n", "holds no text"),
        (codecs.BOM_UTF8, "holds no text"),
        (b"---\ntitle: x\n---\n\n", "holds no text"),
        (b"caf\xe9", "is not UTF-8"),
        (b"\xff\xfea", "is not UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is not text"),
        (b"a" * 100_000 + b"\x00", "is not text"),
        ("a".encode("utf-32"), "is not text"),
        (b"a" * (MAX_BYTES + 1), "20 MB"),
    ],
    ids=[
        "empty",
        "blank",
        "mark",
        "no body",
        "latin-1",
        "half utf-16",
        "image",
        "late nul",
        "utf-32",
        "too large",
    ],
)
def test_what_is_no_article_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read(data)


FRONT_MATTER = [
    ("title: Five dead", "Five dead"),
    ("title:   'Five: dead'  ", "Five: dead"),
    ('title: "Five \\"dead\\""', 'Five "dead"'),
    ("Title: Five dead", "Five dead"),
    ("title: Five dead: police", "Five dead: police"),
    ('title: "Five": dead', '"Five": dead'),
    ("title: >\n  Five\n  dead", "Five dead"),
    ("title: 1984", "1984"),
    ("title: 007", "007"),
    ("title: 2024-05-01", "2024-05-01"),
    ("title: on", "on"),
    ("title: 1:30", "1:30"),
    ("title: '[31mFive\u202e dead'", "[31mFive dead"),
    ('title: "\\e[31mFive\\u202e dead\\0"', "[31mFive dead"),
    ("title: &a Five dead\nauthor: *a", "Five dead"),
    ("title: !!str Five dead", "Five dead"),
    ("title: !!python/name:os.system", "Five dead"),
    ("title: [a, b]", "Five dead"),
    ("title: {a: b}", "Five dead"),
    ("title:", "Five dead"),
    ("title: ~", "Five dead"),
    ("title: null", "Five dead"),
    ("date: 2024-02-30\nauthor: Ann Lee", "Five dead"),
    ("# a comment\ntitle: Five dead\n\ntags:\n- a\n- b", "Five dead"),
    ("title: 🚨 Пять погибших", "🚨 Пять погибших"),
    ("title: " + "x" * 1000, "x" * 300),
]


@pytest.mark.parametrize(("block", "title"), FRONT_MATTER, ids=lambda case: repr(case)[:40])
@pytest.mark.parametrize("closing", ["---", "--- ", "..."])
def test_front_matter_gives_the_title(block: str, title: str, closing: str) -> None:
    article = read(f"---\n{block}\n{closing}\nThe body: it stays.\n---\nAnd this.")
    assert (article.title, article.text) == (title, "The body: it stays.\n---\nAnd this.")


NO_FRONT_MATTER = [
    "---\nFive people died.\n---\nThe body.",
    "---\nBreaking: five people died.\n---\nThe body.",
    "---\nHe said it all: nothing.\n---\nThe body.",
    "---\ntitle: never closed\n\nThe body.",
    "----\ntitle: x\n----\nThe body.",
    " ---\ntitle: x\n---\nThe body.",
    "\n---\ntitle: x\n---\nThe body.",
    "---\n- a\n- b\n---\nThe body.",
    "---\n---\nThe body.",
    "---\n? [a, b]\n: title\n---\nThe body.",
    "---\ntitle: x\nno colon here\n---\nThe body.",
    "The body.\n---\ntitle: x\n---\n",
]


@pytest.mark.parametrize("text", NO_FRONT_MATTER)
def test_what_is_no_front_matter_is_text(text: str) -> None:
    article = read(text)
    assert (article.title, article.text) == ("Five dead", text)


def bomb(line: str) -> str:
    """Return ten levels of aliases, each naming the one before it ten times."""
    levels = [f"k{level}: &k{level} {line.format(','.join([f'*k{level - 1}'] * 10))}" for level in range(1, 11)]
    return "\n".join(["title: Five dead", "k0: &k0 {a: b}", *levels])


@pytest.mark.parametrize(
    "block",
    [
        bomb("[{}]"),
        bomb("{{<<: [{}]}}"),
        "title: " + "[" * 7000,
        "title: " + "{a: " * 1500,
        "a: " * 2500,
        "? " * 3900,
    ],
    ids=["aliases", "merge keys", "lists", "mappings", "colons", "keys"],
)
def test_hostile_front_matter_takes_bounded_time(block: str) -> None:
    began = time.process_time()
    article = read(f"---\n{block}\n---\nThe body.")
    assert time.process_time() - began < 5
    assert article.text.endswith("The body.")


def test_no_tag_is_obeyed(tmp_path: Path) -> None:
    target = tmp_path / "made"
    read(f"---\ntitle: !!python/object/apply:os.mkdir ['{target}']\n---\nThe body.")
    assert not target.exists()


def test_fields_are_read() -> None:
    article = read("---\ndate: 2024-05-01 10:30:00 +0200\nauthor: Ann Lee\npublisher: The Post\nx: y\n---\nBody.")
    assert (article.published, article.byline, article.publisher) == ("2024-05-01", "Ann Lee", "The Post")
    other = read("---\npublished: 2024-05-01\nbyline: Ann Lee\nsite: The Post\n---\nBody.")
    assert (other.published, other.byline, other.publisher) == ("2024-05-01", "Ann Lee", "The Post")
    assert read("Body.").published is None


@pytest.mark.parametrize(
    ("value", "date"),
    [("2024-05-01", "2024-05-01"), ("2024-05-01T10:00Z", "2024-05-01"), ("20240501", "2024-05-01")],
)
def test_dates_are_read(value: str, date: str) -> None:
    assert iso_date(value) == date


@pytest.mark.parametrize("value", [None, "", "May 1", "2024-02-30", "0000-00-00", "2024", "١٢٣٤-٠٥-٠١ x", "9" * 99])
def test_what_is_no_date_is_none(value: str | None) -> None:
    assert iso_date(value) is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Talks resume\nBody.", "Talks resume"),
        ("\n\n#  Talks resume ##\nBody.", "Talks resume"),
        ("## Talks resume\nBody.", "Five dead"),
        ("#hashtag\nBody.", "Five dead"),
        ("# \nBody.", "Five dead"),
        ("Body.\n# Talks resume", "Five dead"),
        ("# " + "#" * 500_000 + "x", "Five dead"),
        ("# " + " " * 500_000 + "x", "Five dead"),
    ],
    ids=lambda case: case[:20],
)
def test_a_first_heading_is_the_title_and_stays_in_the_text(text: str, title: str) -> None:
    article = read(text)
    assert (article.title, article.text) == (title, text)


@pytest.mark.parametrize(
    ("source", "start"),
    [
        ("/a/Five dead.md", "five-dead-"),
        ("corpus:five.md", "five-"),
        ("/a/🚨.md", "article-"),
        ("/a/" + "x" * 200 + ".md", "x" * 48 + "-"),
        ("/a/\udcff.md", "article-"),
    ],
)
def test_ids_are_slugs_of_one_place(source: str, start: str) -> None:
    assert article_id(source).startswith(start)
    assert article_id(source) == article_id(source)
    assert len(article_id(source)) == len(start) + 8
    assert article_id(source) != article_id("/elsewhere" + source)
