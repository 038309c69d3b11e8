"""What an article said before is kept, what another corrects is no longer asked, and reprints are one story."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from rag.adapters.fakes import FakeEmbedder
from rag.adapters.library import open_library
from rag.errors import LibraryBroken, UnknownArticle
from rag.filters import Filters
from rag.protocols import FeedState
from rag.stages.differences import changed_sentences

if TYPE_CHECKING:
    from pathlib import Path

    from rag.adapters.library import DiskLibrary

Make = Any
TEXT = (
    "The ministry closed the harbour of Agia Thalia on Wednesday after a storm broke its sea wall. "
    "Twelve ferries were sent to the port of Kesra, twenty miles to the north, the harbour master said. "
    "Repairs will cost 4.2 million euros and will last until the end of June, Ioanna Petrou added.\n\n"
    "No one was hurt, though three fishing boats were lost and a crane fell on the fish market.\n"
)


def ingest(library: DiskLibrary, *drafts: Any) -> list[str]:
    return [record.status for record in library.ingest(drafts)]


def test_a_changed_article_keeps_its_versions(library: DiskLibrary, draft: Make) -> None:
    one, two = draft("a", TEXT), draft("a", TEXT.replace("4.2", "5.1"))
    name = one.article.id
    assert ingest(library, one, one, two, two) == ["added", "unchanged", "replaced", "unchanged"]
    assert [version.number for version in library.versions(name)] == [1, 2]
    assert library.versions(name)[0].replaced is not None
    assert (library.article(name).version, library.article(name).text) == (2, two.article.text)
    assert library.version(name, 1) == one.article
    assert library.version(name, 2) == two.article
    with pytest.raises(UnknownArticle, match="has no version 3"):
        library.version(name, 3)
    assert library.search_words(["5.1"], 3)[0].chunk.article_id == name
    assert library.search_words(["4.2"], 3) == []
    assert ingest(library, one) == ["replaced"]
    assert [version.sha256 for version in library.versions(name)][0::2] == [one.article.sha256] * 2


def test_another_title_is_no_other_version(library: DiskLibrary, draft: Make) -> None:
    one = draft("a", TEXT)
    retitled = replace(one, article=replace(one.article, title="Another", tags=("Ports",)))
    assert ingest(library, one, retitled) == ["added", "replaced"]
    (version,) = library.versions(one.article.id)
    assert (version.number, version.title) == (1, "Another")


def test_a_removed_article_takes_its_versions_along(library: DiskLibrary, draft: Make) -> None:
    one = draft("a", TEXT)
    ingest(library, one, draft("a", TEXT.replace("4.2", "5.1")))
    library.remove(one.article.id)
    with pytest.raises(UnknownArticle):
        library.versions(one.article.id)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("named", ["old.md", "./old.md", "/news/old.md"])
def test_a_correction_supersedes_in_any_order(library: DiskLibrary, draft: Make, order: Any, named: str) -> None:
    old = draft("old", TEXT)
    correction = draft("new", f"---\nsupersedes: {named}\n---\n" + TEXT.replace("4.2", "5.1"))
    statuses = ingest(library, *((old, correction)[place] for place in order))
    assert statuses == (["added", "added"] if order == (0, 1) else ["added", "superseded"])
    assert [info.article_id for info in library.listing()] == [correction.article.id]
    assert library.search_words(["4.2"], 3) == []
    assert library.version(old.article.id, 1).text == old.article.text
    assert library.versions(old.article.id)[-1].superseded_by == correction.article.id
    with pytest.raises(UnknownArticle, match="was superseded by 'new-"):
        library.article(old.article.id)
    assert ingest(library, old) == ["superseded"]
    assert len(library.versions(old.article.id)) == 1


def test_a_page_supersedes_none_of_another_site(library: DiskLibrary, draft: Make) -> None:
    def of(address: str, text: str, **fields: str) -> Any:
        made = draft(address.rpartition("/")[2], text)
        return replace(made, article=replace(made.article, source=address, **fields))

    old = of("https://courier.example/old", TEXT)
    ingest(library, old, of("https://evil.example/new", TEXT.replace("4.2", "0"), supersedes=old.article.source))
    assert library.article(old.article.id)
    ingest(library, of("https://courier.example/newer", TEXT.replace("4", "5"), supersedes=old.article.source))
    with pytest.raises(UnknownArticle):
        library.article(old.article.id)


def test_a_version_that_the_disk_altered_is_not_shown(library: DiskLibrary, folder: Path, draft: Make) -> None:
    one = draft("a", TEXT)
    ingest(library, one, draft("a", TEXT.replace("4.2", "5.1")))
    with sqlite3.connect(folder / "library.sqlite3") as connection:
        connection.execute("UPDATE versions SET text = replace(text, '4.2', '9.9')")
    connection.close()
    with pytest.raises(LibraryBroken, match=r"Version 1 of .* was altered"):
        library.version(one.article.id, 1)


def test_reprints_are_one_story_and_other_facts_another(library: DiskLibrary, draft: Make) -> None:
    lead = TEXT.partition("\n\n")[0]
    drafts = {
        "first": draft("first", f"# Harbour shut\n\n{TEXT}"),
        "dateline": draft("dateline", f"# Storm closes port\n\nKESRA, March 4 (Wire) — {TEXT}\n\nReporting by Ann Lee"),
        "cut": draft("cut", f"# In brief\n\n{lead}\n"),
        "same": draft("same", f"# Harbour shut\n\n{TEXT}"),
        "more": draft("more", f"{TEXT}\n\nThe mayor of Kesra, Nikos Vale, visited the port on Thursday.\n"),
        "facts": draft("facts", TEXT.replace("Agia Thalia", "Porto Vell").replace("4.2", "7.9")),
        "other": draft(
            "other", "Councillors in Thornwick voted on Monday to cut the budget of the town's libraries.\n"
        ),
    }
    ingest(library, *drafts.values())
    names = {key: made.article.id for key, made in drafts.items()}
    one = {names[key] for key in ("first", "dateline", "cut", "same", "more")}
    stories = library.stories(names.values())
    assert all(set(stories[name]) == one for name in one)
    assert stories[names["facts"]] == (names["facts"],)
    assert stories[names["other"]] == (names["other"],)
    assert {info.story for info in library.listing() if info.article_id in one} == {names["first"]}


def test_a_later_text_makes_two_stories_one(library: DiskLibrary, draft: Make) -> None:
    first, second = TEXT.split("\n\n")
    half, other, whole = draft("half", first), draft("other", second), draft("whole", TEXT)
    ingest(library, half, other)
    assert library.stories([half.article.id]) == {half.article.id: (half.article.id,)}
    ingest(library, whole)
    assert len(library.stories([half.article.id])[half.article.id]) == 3


def dated(draft: Make, name: str, day: str | None, publisher: str, *tags: str) -> Any:
    made = draft(name, f"The harbour of {name} was closed by the ministry. Nobody was hurt in {name}.")
    article = replace(made.article, published=day, publisher=publisher, tags=tags)
    return replace(made, article=article)


FILTERS = [
    (Filters(), "abcd"),
    (Filters(since="2026-03-02"), "bc"),
    (Filters(until="2026-03-02"), "ab"),
    (Filters(since="2026-03-02", until="2026-03-02"), "b"),
    (Filters(publishers=frozenset({"the gazette"})), "ac"),
    (Filters(publishers=frozenset({"THE GAZETTE", "éclair"})), "abc"),
    (Filters(tags=frozenset({"ports"})), "ac"),
    (Filters(tags=frozenset({"Ports"}), publishers=frozenset({"The Gazette"}), since="2026-03-03"), "c"),
    (Filters(tags=frozenset({"none"})), ""),
]


@pytest.mark.parametrize(("filters", "expected"), FILTERS, ids=[f"filters-{place}" for place in range(len(FILTERS))])
def test_filters_narrow_every_search_alike(library: DiskLibrary, draft: Make, filters: Filters, expected: str) -> None:
    drafts = {
        "a": dated(draft, "aa", "2026-03-01", "The Gazette", "Ports"),
        "b": dated(draft, "bb", "2026-03-02", "Éclair", "Storms"),
        "c": dated(draft, "cc", "2026-03-03", "The Gazette", "PORTS", "Storms"),
        "d": dated(draft, "dd", None, "Kurier"),
    }
    ingest(library, *drafts.values())
    wanted = {drafts[key].article.id for key in expected}
    query = FakeEmbedder().embed(["harbour"], kind="query")[0]
    assert {hit.chunk.article_id for hit in library.search_words(["harbour"], 9, filters=filters)} == wanted
    assert {hit.chunk.article_id for hit in library.search_vectors(query, 9, filters=filters)} == wanted
    assert set(library.chosen(filters)) == wanted
    assert {made.article.id for made in drafts.values() if filters.admits(made.article)} == wanted
    assert {info.article_id for info in library.listing() if filters.admits(info)} == wanted


def test_tags_and_all_else_survive_and_are_repaired(folder: Path, draft: Make) -> None:
    made = dated(draft, "aa", "2026-03-01", "The Gazette", "Ports")
    with open_library(folder, embedder=FakeEmbedder()) as library:
        ingest(library, made)
        library.remember_feed("https://a.example/feed", FeedState('"1"', "", {"x": "y"}))
    with open_library(folder, embedder=FakeEmbedder()) as library:
        assert library.article(made.article.id) == made.article
        assert library.feed("https://a.example/feed") == FeedState('"1"', "", {"x": "y"})
        assert library.feed("https://b.example/feed") == FeedState()
        assert library.check(repair=False).sound


def test_changes_are_told_by_sentence() -> None:
    changes = changed_sentences(["One.", "Two.", "Three."], ["One.", "Two changed.", "Three.", "Four."])
    assert [(change.change, change.text) for change in changes] == [
        ("removed", "Two."), ("added", "Two changed."), ("added", "Four."),
    ]  # fmt: skip
    assert changed_sentences(["One."], ["One."]) == ()
