"""What is read of a saved answer is refused in one sentence unless it is one."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import UnreadableFile
from rag.stages.proof.saved import UnreadableProof, read_proof, readings_of
from rag.stages.reading import read_article

CITATION = {
    "article_id": "a",
    "title": "A title",
    "sha256": "00",
    "start": 4,
    "end": 9,
    "quote": "mayor",
    "prefix": "The ",
    "suffix": " res",
}
CLAIM = {"text": "The mayor resigned.", "verdict": "verified", "reason": "", "citations": [CITATION]}
ANSWER = {"schema": "citewire.answer/1", "text": "The mayor resigned.", "abstained": False, "claims": [CLAIM]}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*ANSWER, *CLAIM, *CITATION]), inner),
    max_leaves=8,
)
BODY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80)
FRONT = st.sampled_from(
    [
        "",
        "---\ntitle: A title\n---\n",
        "---\ntitle: A title\n...\n",
        "--- \ntitle: A: B\n---\t\n\n",
        "---\n---\n",
        "---\nNo front matter\n---\n",
        "---\ntitle: x\n--- \n---\ntitle: y\n---\n",
        "---\ntitle: x\n---y\n---\n",
    ]
)


def with_citation(**changes: Any) -> dict[str, Any]:
    return {**ANSWER, "claims": [{**CLAIM, "citations": [{**CITATION, **changes}]}]}


def test_an_answer_is_read() -> None:
    proof = read_proof(json.dumps(ANSWER).encode())
    assert proof.statements[0].quotes[0].quote == "mayor"


def test_an_answer_saved_by_a_windows_shell_is_read() -> None:
    assert read_proof(b"\xff\xfe" + json.dumps(ANSWER).encode("utf-16-le")).text == "The mayor resigned."


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x00\xff\x00", id="binary"),
        pytest.param(b"[]", id="list"),
        pytest.param(b'{"schema": "citewire.answer/2"}', id="another version"),
        pytest.param(b'{"schema": ["citewire.answer/1"]}', id="schema of another type"),
        pytest.param(b'{"schema": "citewire.answer/1"}', id="nothing else"),
        pytest.param(b"[" * 200_000, id="deep"),
        pytest.param(b'{"schema":' * 100_000, id="deep objects"),
        pytest.param(b'{"start": ' + b"9" * 5000 + b"}", id="huge number"),
        pytest.param(b" " * 10_000_001, id="huge file"),
        pytest.param(json.dumps(ANSWER).replace("{", '{"schema": 1, ', 1).encode(), id="a key twice"),
        pytest.param(json.dumps({**ANSWER, "claims": {}}).encode(), id="claims of another type"),
        pytest.param(json.dumps({**ANSWER, "claims": [1]}).encode(), id="claim of another type"),
        pytest.param(json.dumps({**ANSWER, "text": None}).encode(), id="text of another type"),
        pytest.param(json.dumps({**ANSWER, "short_answer": 3}).encode(), id="short answer of another type"),
        pytest.param(json.dumps({**ANSWER, "closest": None}).encode(), id="closest of another type"),
        pytest.param(json.dumps({**ANSWER, "closest": [CITATION] * 2001}).encode(), id="very many quotes"),
        pytest.param(json.dumps(with_citation(start=True, end=6)).encode(), id="boolean offset"),
        pytest.param(json.dumps(with_citation(start=-5, end=0)).encode(), id="negative offset"),
        pytest.param(json.dumps(with_citation(start=4.0)).encode(), id="fractional offset"),
        pytest.param(json.dumps(with_citation(start=10**300, end=10**300 + 5)).encode(), id="enormous offset"),
        pytest.param(json.dumps(with_citation(end=10)).encode(), id="offsets that do not fit the quote"),
        pytest.param(json.dumps(with_citation(quote="", start=4, end=4)).encode(), id="empty quote"),
        pytest.param(json.dumps(with_citation(prefix=None)).encode(), id="no prefix"),
    ],
)
def test_what_is_no_answer_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableProof) as caught:
        read_proof(data)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


@given(st.dictionaries(st.sampled_from(list(ANSWER)), JSON))
def test_hostile_answers_are_read_or_refused(parts: dict[str, Any]) -> None:
    with suppress(UnreadableProof):  # any other error fails the test
        read_proof(json.dumps({**ANSWER, **parts}).encode())


@given(FRONT, BODY, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.booleans())
def test_a_source_and_its_export_both_read_as_the_stored_text(
    front: str, body: str, encoding: str, windows: bool
) -> None:
    text = front + body
    data = (text.replace("\n", "\r\n") if windows else text).encode(encoding)
    try:
        stored = read_article(data, source="/news/story.md").text
    except UnreadableFile:
        return
    assert stored in readings_of(data)
    assert stored in readings_of(stored.encode())


def test_an_article_that_is_not_text_is_refused() -> None:
    with pytest.raises(UnreadableProof, match="UTF-8"):
        readings_of(b"\xff\x00\x80")
