"""OpenAI's own client and LangChain's get a cited answer from ``/v1``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.schema import Answer, Citation, Claim
from ui.serving.routes.chat import Message, asked_of
from ui.serving.script import Script, harmless, said_of, written

if TYPE_CHECKING:
    from collections.abc import Generator

    import httpx

WHO = "Who is the president of Uzbekistan?"
TURKEY = "What did Turkey say?"


@pytest.fixture(scope="module")
def openai(api: httpx.Client) -> Generator[Any]:
    from openai import OpenAI

    with OpenAI(base_url=f"{api.base_url}/v1", api_key="none", max_retries=0) as client:
        yield client


def ask(client: Any, question: str, **options: Any) -> Any:
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": question}]
    return client.chat.completions.create(model="citewire", messages=messages, temperature=0, **options)


def test_the_openai_client_gets_citations_as_annotations(api: httpx.Client, openai: Any) -> None:
    done = ask(openai, WHO)
    message = done.choices[0].message
    assert "Mirziyoyev" in message.content
    note = message.annotations[0].url_citation
    said = message.content[note.start_index : note.end_index]
    citation = note.citation
    assert said == done.citewire["claims"][0]["text"]
    place, _, span = note.url.partition("#char=")
    start, end = map(int, span.split(","))
    assert api.get(place).text[start:end] == citation["quote"]
    assert done.id == f"chatcmpl-{done.citewire['request_id']}"


def test_a_stream_says_the_same_piece_by_piece(openai: Any) -> None:
    whole = ask(openai, WHO).choices[0].message
    chunks = list(ask(openai, WHO, stream=True, stream_options={"include_usage": True}))
    deltas = [chunk.choices[0].delta for chunk in chunks]
    assert "".join(delta.content or "" for delta in deltas) == whole.content
    notes = [note for delta in deltas for note in getattr(delta, "annotations", None) or ()]
    assert notes == [note.model_dump() for note in whole.annotations]
    assert deltas[0].role == "assistant"
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert chunks[-1].citewire["schema"] == "citewire.answer/1"


def test_a_refusal_says_why(openai: Any) -> None:
    message = ask(openai, TURKEY).choices[0].message
    assert message.content.startswith("The article does not mention Turkey.")
    assert not message.annotations


def test_wrong_requests_are_the_clients_own_errors(openai: Any) -> None:
    from openai import BadRequestError, NotFoundError

    with pytest.raises(NotFoundError, match="no model"):
        openai.chat.completions.create(model="gguf:/etc/passwd", messages=[{"role": "user", "content": WHO}])
    with pytest.raises(BadRequestError, match="question is empty"):
        ask(openai, "?")
    assert [model.id for model in openai.models.list()] == ["citewire"]
    assert openai.models.retrieve("citewire").owned_by == "citewire"


def test_langchains_client_gets_a_cited_answer_whole_and_as_a_stream(api: httpx.Client) -> None:
    from langchain_openai import ChatOpenAI

    model = ChatOpenAI(
        base_url=f"{api.base_url}/v1", api_key="none", model="citewire", use_responses_api=False, stream_usage=True
    )
    whole = model.invoke(WHO).content
    assert "Mirziyoyev" in whole
    assert "[1]" in whole
    assert "Sources:\n[1] Uzbekistan repatriates" in whole
    assert "".join(str(chunk.content) for chunk in model.stream(WHO)) == whole


def test_the_question_is_the_users_last_and_what_was_before_is_history() -> None:
    asked = asked_of(
        [
            Message(role="user", content="Who is Ann?"),
            Message(role="assistant", content="Ann is a judge. [1]\n\nSources:\n[1] News: “Ann is a judge.”"),
            Message.model_validate(
                {"role": "user", "content": [{"type": "text", "text": "Where?"}, {"type": "image_url"}]}
            ),
        ]
    )
    assert asked.question == "Where?"
    assert [(turn.question, turn.answer) for turn in asked.history] == [("Who is Ann?", "Ann is a judge.")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("![x](https://outside.example/a.png)", "\\![x\\](https://outside.example/a.png)"),
        ("[x](javascript:a)", "[x\\](javascript:a)"),
        ("<img src=x>", "\\<img src=x>"),
        ("2 < 3 and [sic] stays\nas it is", "2 < 3 and [sic] stays as it is"),
    ],
)
def test_nothing_in_an_article_becomes_markup_of_a_chat(text: str, shown: str) -> None:
    assert harmless(text) == shown


TEXTS = st.text(min_size=1, max_size=60)


@given(st.lists(st.tuples(TEXTS, st.lists(st.integers(0, 3), max_size=3)), max_size=4))
def test_annotations_point_at_their_sentences(claims: list[tuple[str, list[int]]]) -> None:
    made = tuple(
        Claim(text, tuple(Citation("a", "T", "0", n, n + 1, "q", "", "") for n in cited), "verified", "")
        for text, cited in claims
    )
    piece = written(Answer("q?", made, (), None, None, None, "quote"), "http://x/")
    spans = [(note["url_citation"]["start_index"], note["url_citation"]["end_index"]) for note in piece.annotations]
    said = [harmless(claim.text) for claim in made for _ in dict.fromkeys(claim.citations)]
    assert [piece.text[start:end] for start, end in spans] == said


def test_an_earlier_answers_numbers_and_sources_are_not_repeated() -> None:
    claim = Claim("Ann came.", (Citation("a", "T", "0", 0, 1, "q", "", ""),), "verified", "")
    answer = Answer("q?", (claim, claim), (), None, None, None, "quote")
    assert said_of(written(answer, "http://x/").text) == "Ann came. Ann came."
    assert Script("http://x/").rest(Answer("q?", (), (), None, "Not said.", None, "quote")).text == "Not said."
