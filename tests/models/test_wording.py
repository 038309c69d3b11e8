"""Other words than the source's are withheld, unless a score or a judge is asked for and says yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import hostile
import pytest

from rag import Pipeline
from rag.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

QUESTION = "How many arrests has ICE reported?"
REWORDED = "ICE reports a tally of over 66,000 arrests."


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("OPENAI_API_KEY", hostile.KEY)
    with hostile.hostile_server() as server:
        server.play = hostile.Play(text=hostile.as_json((REWORDED, [1])))
        yield server


@pytest.fixture
def shown(server: Any, tmp_path: Path) -> Iterator[Any]:
    def ask(wording: str | None) -> bool:
        with Pipeline(library=tmp_path / "library", model=server.url, wording=wording) as pipeline:
            return REWORDED in pipeline.ask(QUESTION).text

    return ask


def test_by_default_the_rules_decide(shown: Any) -> None:
    assert not shown(None)
    assert not shown("rules")


def test_a_least_score_lets_pass_what_reaches_it(shown: Any) -> None:
    assert shown("0.05")
    assert not shown("1.0")


@pytest.mark.parametrize(("yes", "passes"), [(0.99, True), (0.6, False), (0.01, False)])
def test_a_judge_must_be_sure(yes: float, passes: bool, shown: Any, server: Any) -> None:
    server.play.says_yes = lambda _: yes
    assert shown(server.url) is passes


def test_a_judge_without_probabilities_lets_nothing_pass(shown: Any, server: Any) -> None:
    assert not shown(server.url)


def test_what_the_rules_find_wrong_no_score_lets_pass(server: Any, tmp_path: Path) -> None:
    server.play.text = hostile.as_json(("ICE reports a tally of over 77,000 arrests.", [1]))
    with Pipeline(library=tmp_path / "library", model=server.url, wording="0.01") as pipeline:
        assert "77,000" not in pipeline.ask(QUESTION).text


@pytest.mark.parametrize("wording", ["0", "1.5", "-0.2", "nan"])
def test_a_score_outside_its_range_is_refused(wording: str, server: Any, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="support score"):
        Pipeline(library=tmp_path / "library", model=server.url, wording=wording)
