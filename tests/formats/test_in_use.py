"""Every format, and every way in, by a question that is answered with a citation from it."""

from __future__ import annotations

import importlib.util
import json
import threading
from collections.abc import Generator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from rag import Filters, Pipeline
from rag.archiving import Web, ingest_data
from ui.cli.running import run_command
from ui.web.shelving import Shelving


def _made() -> Any:
    spec = importlib.util.spec_from_file_location("made_in_use", Path(__file__).with_name("made.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


made = _made()
PORTS = dict(zip(made.FORMATS, "Kalvos Brenna Tirso Holmby Ardea Varga Selmo Quist".split(), strict=True))
"""A port for each format, so that no two files are one text."""
QUESTION = "Which harbour did the ministry close?"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    for name, make in made.FORMATS.items():
        (folder / f"{PORTS[name].lower()}{Path(name).suffix}").write_bytes(make(PORTS[name]))
    return folder


@pytest.fixture(scope="module")
def library(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that the command line filled from the folder of all formats."""
    folder = tmp_path_factory.mktemp("in-use") / "library"
    assert run_command(["ingest", str(files), "--library", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def web(files: Path) -> Generator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(files)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("name", made.FORMATS)
def test_the_command_line_answers_from_each_format(name: str, library: Path, capsys: Any) -> None:
    with Pipeline(library=library) as pipeline:
        listing = pipeline.library.listing()
        (article_id,) = [
            info.article_id for info in listing if PORTS[name] in pipeline.library.article(info.article_id).text
        ]
    assert run_command(["ask", QUESTION, "--article", article_id, "--library", str(library), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    (citation,) = answer["claims"][0]["citations"]
    assert citation["article_id"] == article_id
    assert PORTS[name] in citation["quote"]
    assert answer["sources"] == [{"cited": [article_id], "also_in": []}]


def test_filters_and_versions_reach_the_command_line(library: Path, files: Path, tmp_path: Path, capsys: Any) -> None:
    run = partial(_run, capsys, library)
    code, out = run("ask", QUESTION, "--since", "4 March 2026", "--until", "2026-03-04", "--publisher", "the gazette")
    assert code == 0
    assert "harbour of" in out
    assert run("ask", QUESTION, "--since", "2027-01-01")[0] == 1
    assert run("ask", QUESTION, "--since", "someday")[0] == 2
    assert run("summarise", "--tag", "storms")[0] == 0
    saved = tmp_path / "answer.json"
    article_id = next(line.split()[0] for line in run("list")[1].splitlines() if line.startswith("kalvos"))
    saved.write_text(run("ask", QUESTION, "--article", article_id, "--json")[1], encoding="utf-8")
    changed = files / "kalvos.md"
    changed.write_bytes(changed.read_bytes().replace(b"Twelve ferries", b"Thirteen ferries of the line"))
    assert "replaced" in run("ingest", str(changed))[1]
    code, out = run("verify", str(saved))
    assert code == 0
    assert "the answer cites version 1, and version 2 is current" in out
    assert run("verify", str(saved), "--strict")[0] == 5
    assert "+ Thirteen ferries" in run("diff", article_id)[1]
    assert "Twelve ferries" in run("show", article_id, "--version", "1", "--text")[1]


def _run(capsys: Any, library: Path, *arguments: str) -> tuple[int, str]:
    code = run_command([*arguments, "--library", str(library)])
    return code, capsys.readouterr().out


def test_addresses_feeds_and_standard_input_reach_the_library(tmp_path: Path, files: Path, web: str) -> None:
    (files / "feed.rss").write_bytes(made.rss(link=f"{web}/tirso.html"))
    with Pipeline(library=tmp_path / "library") as pipeline:
        (stored,) = ingest_data(made.docx("Mirow"), source="stdin:report.docx", shelf=pipeline)
        assert stored.article_id.startswith("report-")
        page = Shelving(pipeline, web=Web(private=True))
        assert _kinds(page, f"{web}/tirso.html") == ["added"]
        assert _kinds(page, f"{web}/feed.rss") == ["replaced", "unchanged"]  # the feed tells its tags as well
        assert _kinds(page, f"{web}/feed.rss") == ["unchanged"]
        (info,) = [info for info in pipeline.library.listing() if info.source == f"{web}/tirso.html"]
        assert (info.published, info.publisher, info.tags) == ("2026-03-04", "The Gazette", ("Ports",))
        answer = pipeline.ask(QUESTION, filters=Filters(tags=frozenset({"ports"})))
        assert {citation.article_id for citation in answer.citations} == {info.article_id}


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "http://[::1]/a", "file:///etc/passwd", "", "x" * 5_000])
def test_the_page_fetches_nothing_private(address: str, tmp_path: Path) -> None:
    with Pipeline(library=tmp_path / "library") as pipeline:
        assert _kinds(Shelving(pipeline), address) == ["refused"]
        assert pipeline.library.listing() == ()


def _kinds(page: Shelving, address: str) -> list[str]:
    *_, done = page.add_address(address)
    return [receipt.kind for receipt in done]


def test_a_corpus_of_several_articles_in_a_file_is_followed(tmp_path: Path) -> None:
    dump = tmp_path / "dump.jsonl"
    dump.write_bytes(made.jsonl("Kalvos") + b'{"id": "2", "text": "It rained in Brenna on Monday."}\n')
    with Pipeline(corpus=dump) as pipeline:
        pipeline.ask("What happened?")
        assert len(pipeline.library.listing()) == 2
        dump.write_bytes(made.jsonl("Kalvos"))
        pipeline.ask("What happened?")
        (info,) = pipeline.library.listing()
        assert info.source == f"{dump}#https://gazette.example/harbour"
