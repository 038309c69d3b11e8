"""Files and folders become articles, or one sentence on why not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rag.adapters.files import find_files, load_file
from rag.adapters.places import default_library, packaged_corpus
from rag.adapters.segmenting import SentencexSegmenter
from rag.errors import UnreadableFile
from rag.stages.reading import MAX_BYTES


def write(folder: Path, *names: str) -> list[Path]:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("The plane left.", encoding="utf-8")
    return [folder / name for name in names]


def test_a_folder_gives_its_files_of_known_formats_in_order(tmp_path: Path) -> None:
    wanted = write(tmp_path, "a.md", "b.TXT", "c/d.markdown", "c/e/f.text", "г.md", "h.html", "i.pdf", "j.jsonl")
    write(tmp_path, "x.xml", "y", ".hidden.md", ".git/z.md", "README.md", "c/License.txt", "CHANGELOG.md")
    (tmp_path / "folder.md").mkdir()
    assert find_files([tmp_path]) == tuple(sorted(wanted))


def test_each_file_is_given_once(tmp_path: Path) -> None:
    first, second = write(tmp_path, "a.md", "b.md")
    assert find_files([second, tmp_path, first]) == (second, first)
    assert find_files([str(first), first]) == (first,)


def test_a_named_file_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    named = write(tmp_path, "README.md", ".hidden", "notes.rst")
    assert find_files(named) == tuple(named)
    assert load_file(named[0]).text == "The plane left."


def test_a_folder_without_articles_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "README.md", "x.png")
    with pytest.raises(UnreadableFile, match=r"holds no article of a known format; name a folder that does\.$"):
        find_files([tmp_path])


def test_a_pattern_gives_what_it_names(tmp_path: Path) -> None:
    one, two, three = write(tmp_path, "a/1.html", "a/b/2.html", "a/b/[x].md")
    assert find_files([tmp_path / "**" / "*.html"]) == (one, two)
    assert find_files([three]) == (three,)
    with pytest.raises(UnreadableFile, match="No file matches"):
        find_files([str(tmp_path / "*.pdf")])


def test_a_link_to_itself_ends(tmp_path: Path) -> None:
    (path,) = write(tmp_path, "a.md")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "gone.md").symlink_to(tmp_path / "nothing.md")
    assert find_files([tmp_path]) == (path,)


def test_the_source_is_the_absolute_path(tmp_path: Path) -> None:
    (path,) = write(tmp_path, "sub/a.md")
    assert load_file(path).source == str(path)
    assert load_file(tmp_path / "sub" / ".." / "sub" / "a.md").id == load_file(path).id
    assert load_file(path, source="corpus:a.md").source == "corpus:a.md"


@pytest.mark.skipif(os.name != "posix", reason="names that are not UTF-8 are of Unix")
def test_a_name_that_is_not_utf8_is_written_legibly(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.md")
    path.write_text("The plane left.", encoding="utf-8")
    article = load_file(path)
    assert article.title == "caf\\xe9"
    assert article.source == f"{tmp_path}/caf\\xe9.md"
    article.source.encode()


def refused(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        load_file(path)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    assert "There is no file" in refused(tmp_path / "none.md")
    assert "is a folder" in refused(tmp_path)
    assert "cannot be read" in refused(Path(str(tmp_path / "a\x00b.md")))
    assert "cannot be read" in refused(tmp_path / ("x" * 300 + ".md"))
    (tmp_path / "a.md").write_text("x", encoding="utf-8")
    assert "cannot be read" in refused(tmp_path / "a.md" / "b.md")


@pytest.mark.skipif(os.name != "posix", reason="sparse and special files are of Unix")
def test_large_and_special_files_are_refused(tmp_path: Path) -> None:
    with (tmp_path / "large.md").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert "20 MB at most" in refused(tmp_path / "large.md")
    os.mkfifo(tmp_path / "pipe.md")
    assert "not a file" in refused(tmp_path / "pipe.md")
    assert "not a file" in refused(Path("/dev/zero"))


def test_the_packaged_corpus_is_there() -> None:
    (path,) = packaged_corpus()
    article = load_file(path, source=f"corpus:{path.name}")
    assert article.title == "Uzbekistan repatriates 131 migrants in landmark US deal"
    assert article.text.startswith("Uzbekistan has agreed")


def test_the_library_is_where_the_user_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEWIRE_LIBRARY", str(tmp_path / "mine"))
    assert default_library() == tmp_path / "mine"
    monkeypatch.setenv("CITEWIRE_LIBRARY", " ")
    assert default_library().parts[-2:] == ("citewire", "library")


def test_the_segmenter_names_its_language() -> None:
    assert SentencexSegmenter().segment("Hello there. Go on.") == ["Hello there. ", "Go on."]
    assert SentencexSegmenter("de").segment("Das ist z.B. gut. Ja.") == ["Das ist z.B. gut. ", "Ja."]
