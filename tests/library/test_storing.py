"""What goes in comes out: articles, statuses, vectors that are never made twice."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.adapters.fakes import FakeEmbedder
from rag.adapters.library import open_library
from rag.errors import BadInput, LibraryBroken, LibraryError, UnknownArticle
from rag.protocols import Draft
from rag.schema import Article, Chunk, Sentence
from rag.stages.reading import sha256_of

if TYPE_CHECKING:
    from rag.adapters.library import DiskLibrary

Make = Any


def test_an_article_comes_back_as_it_was(library: DiskLibrary, draft: Make) -> None:
    made = draft("flood", "---\ndate: 2026-05-01\nauthor: A. Reporter\n---\n# Flood\n\nIt rained. Nine left.\n")
    [stored] = library.ingest([made])
    assert stored.status == "added"
    assert library.article(stored.article_id) == made.article
    assert library.sentences(stored.article_id) == made.sentences
    [info] = library.listing()
    assert (info.article_id, info.title, info.published) == (made.article.id, "Flood", "2026-05-01")
    assert (info.sentences, info.chunks) == (len(made.sentences), len(made.chunks))


def test_the_listing_is_in_order_of_ids(library: DiskLibrary, story: Make) -> None:
    list(library.ingest(story(number) for number in (3, 1, 2)))
    ids = [info.article_id for info in library.listing()]
    assert ids == sorted(ids)
    assert len(ids) == 3


def test_an_unchanged_article_is_left_alone(library: DiskLibrary, embedder: FakeEmbedder, story: Make) -> None:
    list(library.ingest([story(1)]))
    before, added = len(embedder.calls), library.listing()
    [stored] = library.ingest([story(1)])
    assert stored.status == "unchanged"
    assert library.listing() == added
    assert len(embedder.calls) == before


def test_a_changed_article_replaces_its_old_version(library: DiskLibrary, story: Make) -> None:
    list(library.ingest([story(1), story(2)]))
    [stored] = library.ingest([story(1, version=1)])
    assert stored.status == "replaced"
    assert len(library.listing()) == 2
    assert library.search_words(["word1x0v0"], 5) == []
    assert library.search_words(["word1x0v1"], 5)[0].chunk.article_id == stored.article_id
    assert library.article(stored.article_id) == story(1, version=1).article


def test_other_metadata_is_a_change_too(library: DiskLibrary, story: Make) -> None:
    made = story(1)
    list(library.ingest([made]))
    dated = replace(made, article=replace(made.article, published="2026-05-01"))
    assert [stored.status for stored in library.ingest([dated])] == ["replaced"]
    assert library.listing()[0].published == "2026-05-01"


def test_only_changed_chunks_are_embedded(library: DiskLibrary, embedder: FakeEmbedder, draft: Make) -> None:
    same = [f"Paragraph {part} stays the same for all time. " * 15 for part in range(4)]
    list(library.ingest([draft("news", "\n\n".join(same))]))
    embedder.calls.clear()
    list(library.ingest([draft("news", "\n\n".join([*same[:3], "The last paragraph is new. " * 20]))]))
    texts = [text for call in embedder.calls for text in call]
    assert texts
    assert all("new" in text for text in texts)


def test_a_text_that_moves_to_the_next_article_keeps_its_vector(library: DiskLibrary, draft: Make) -> None:
    list(library.ingest([draft("a", "The same words.")]))
    list(library.ingest([draft("a", "Other words."), draft("b", "The same words.")]))
    assert library.check(repair=False).sound


def test_what_is_removed_is_gone(library: DiskLibrary, embedder: FakeEmbedder, story: Make) -> None:
    one, two = (stored.article_id for stored in library.ingest([story(1), story(2)]))
    library.remove(one)
    assert [info.article_id for info in library.listing()] == [two]
    with pytest.raises(UnknownArticle):
        library.article(one)
    assert library.search_words(["word1x0v0"], 5) == []
    query = embedder.embed([story(1).chunks[0].text], kind="query")[0]
    assert {hit.chunk.article_id for hit in library.search_vectors(query, 50)} == {two}
    assert library.status().vectors == library.status().chunks


def test_the_text_of_a_removed_article_is_not_left_in_the_file(library: DiskLibrary, draft: Make) -> None:
    list(library.ingest([draft("secret", "The password is xyzzyplugh."), draft("other", "Nothing to see.")]))
    library.remove(library.search_words(["xyzzyplugh"], 1)[0].chunk.article_id)
    library.close()
    assert b"xyzzyplugh" not in b"".join(p.read_bytes() for p in library.folder.rglob("*") if p.is_file())


@pytest.mark.parametrize("act", ["article", "sentences", "remove"])
def test_an_unknown_article_is_named(library: DiskLibrary, act: str) -> None:
    with pytest.raises(UnknownArticle, match="'nowhere'"):
        getattr(library, act)("nowhere")


def test_acknowledgements_come_one_by_one(library: DiskLibrary, story: Make) -> None:
    stored = library.ingest(story(number) for number in range(3))
    first = next(stored)
    assert [info.article_id for info in library.listing()] == [first.article_id]
    stored.close()
    assert [info.article_id for info in library.listing()] == [first.article_id]


def test_offsets_that_do_not_hold_are_refused(library: DiskLibrary, story: Make) -> None:
    made = story(1)
    moved = replace(made, sentences=(replace(made.sentences[0], start=1), *made.sentences[1:]))
    with pytest.raises(ValueError, match="is not a span"):
        list(library.ingest([moved]))
    assert library.listing() == ()


def test_half_a_character_is_refused(library: DiskLibrary) -> None:
    with pytest.raises(BadInput, match="surrogate"):
        list(library.ingest([whole_draft("a \ud800 b")]))
    assert library.listing() == ()


def test_a_closed_library_says_so(library: DiskLibrary) -> None:
    library.close()
    with pytest.raises(LibraryError, match="closed"):
        library.listing()


def test_no_library_is_made_where_none_is_wanted(folder: Path, embedder: FakeEmbedder) -> None:
    with pytest.raises(LibraryBroken, match="no library"):
        open_library(folder, embedder=embedder, create=False)
    assert not folder.exists()


def test_reading_needs_no_model(folder: Path, story: Make) -> None:
    class Unloadable(FakeEmbedder):
        def embed(self, *_: object, **__: object) -> Any:
            raise AssertionError("the model was loaded")

    with open_library(folder, embedder=FakeEmbedder()) as library:
        [stored] = library.ingest([story(1)])
    with open_library(folder, embedder=Unloadable()) as library:
        assert library.sentences(stored.article_id)
        assert library.search_words(["harbour"], 3)
        assert library.status().articles == 1


def whole_draft(text: str) -> Draft:
    """Return any text as an article of one sentence and one chunk."""
    article = Article("any", "Any", text, sha256_of(text), "/any.md")
    return Draft(
        article,
        (Sentence("any", 0, 0, len(text), text),),
        (Chunk("any", 0, 0, 0, 0, len(text), text),),
    )


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_survives(text: str) -> None:
    made = whole_draft(text)
    with (
        tempfile.TemporaryDirectory() as place,
        open_library(Path(place) / "library", embedder=FakeEmbedder()) as library,
    ):
        list(library.ingest([made]))
        assert library.article("any").text == text
        assert library.sentences("any") == made.sentences
        query = FakeEmbedder().embed([text], kind="query")[0]
        assert library.search_vectors(query, 1)[0].chunk == made.chunks[0]
