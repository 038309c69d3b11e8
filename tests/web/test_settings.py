"""A reader names a model on the real page: the page says who is sent what, and keeps the key to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rag.adapters.chat.keys import has_key, keep_key, key_for
from rag.errors import BadInput, ModelError
from ui.serving.recipients import recipient_of
from ui.web.models import ModelWish, accepted

if TYPE_CHECKING:
    from collections.abc import Callable

    Ask = Callable[[Any, str], Any]
    Open = Callable[..., Any]

KEY = "sk-given-on-the-page"
PRAISE = "What did Kristi Noem say about Uzbekistan's president?"


def settings(page: Any, **fields: str) -> Any:
    """Fill in the settings and return the note on who writes."""
    page.get_by_role("tab", name="Settings").click()
    page.locator("#writer .writer").wait_for()
    for label, text in fields.items():
        page.locator(f"#model-{label} :is(input, textarea)").fill(text)
    page.get_by_role("button", name="Use this model").click()
    page.locator("#writer .working").wait_for(state="detached")
    return page.locator("#writer")


@pytest.mark.browser
def test_a_named_model_is_asked_with_the_key_that_nobody_sees_again(
    open_page: Open, ask: Ask, model_server: Any
) -> None:
    page = open_page()
    address, _, name = model_server.url.partition("#")
    note = settings(page, name=name, address=address, key=KEY)
    note.get_by_text(address.split("/")[2]).wait_for()
    assert "this computer" in note.inner_text()
    assert page.locator("#model-key input").input_value() == ""
    page.get_by_role("tab", name="Ask").click()
    ask(page, PRAISE)
    assert model_server.keys
    assert set(model_server.keys) == {f"Bearer {KEY}"}
    assert KEY not in page.content()


@pytest.mark.browser
def test_the_page_says_which_server_is_sent_the_evidence_before_it_is(open_page: Open) -> None:
    page = open_page()
    settings(page, name="quote").get_by_text("nothing that you ask leaves").wait_for()
    note = settings(page, name="some-model", address="https://models.example.org/v1", key=KEY)
    note.get_by_text("models.example.org").wait_for()
    page.get_by_role("tab", name="Ask").click()
    page.locator("#scope").get_by_text("models.example.org").wait_for()
    assert settings(page, name="no such thing", address="").get_by_role("alert").inner_text()


@pytest.mark.browser
def test_fewer_passages_are_read_where_fewer_are_wished(open_page: Open, ask: Ask) -> None:
    page = open_page()
    page.get_by_role("tab", name="Settings").click()
    page.get_by_label("4 passages", exact=True).check()
    page.wait_for_timeout(500)
    page.get_by_role("tab", name="Ask").click()
    assert ask(page, PRAISE).locator(".claim").count() >= 1


@pytest.mark.parametrize(
    ("model", "name", "host", "remote"),
    [
        ("quote", "quote", None, False),
        (None, "quote", None, False),
        ("http://127.0.0.1:11434/v1#qwen", "qwen", "127.0.0.1:11434", False),
        ("https://models.example.org/v1#big", "big", "models.example.org", True),
        ("openai:some-model", "some-model", "api.openai.com", True),
    ],
)
def test_it_is_known_who_is_sent_the_evidence(model: str | None, name: str, host: str | None, remote: bool) -> None:
    found = recipient_of(model)
    assert (found.name, found.server, found.remote) == (name, host, remote)


def test_the_default_is_what_the_environment_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEWIRE_MODEL", "https://models.example.org/v1#big")
    assert recipient_of(None).server == "models.example.org"


def test_a_key_goes_to_the_server_that_it_was_given_for() -> None:
    keep_key("https://one.example.org/v1", "sk-one")
    assert key_for("https://one.example.org/v1") == "sk-one"
    assert not has_key("https://two.example.org/v1")


@pytest.mark.parametrize("key", ["", "two words", "line\nbreak", "schlüssel", "x" * 600])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(BadInput):
        keep_key("https://one.example.org/v1", key)


@pytest.mark.parametrize(
    "wish",
    [
        ModelWish("", "https://models.example.org/v1"),
        ModelWish("big", "http://models.example.org/v1", "sk-in-the-clear"),
        ModelWish("big", "https://models.example.org/v1", "no key"),
        ModelWish("no such thing"),
        ModelWish("gguf:/no/such/file.gguf"),
    ],
)
def test_a_wish_that_cannot_be_met_is_told(wish: ModelWish) -> None:
    with pytest.raises((BadInput, ModelError)):
        accepted(wish)


def test_no_representation_holds_a_key() -> None:
    assert KEY not in repr(ModelWish("big", "https://models.example.org/v1", KEY))
