"""A comparison with a chat model: each side is asked of it, and only verified figures are compared."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile import KEY, Play, as_json, hostile_server

from rag import Pipeline

STORY = (
    "Ana Prieto won the northern seat with 4,412 votes, the election office in Tarvik said on Sunday. "
    "Luc Moreau took the southern seat with 3,980 votes, the election office in Ostby said on Sunday.\n"
)
INVENTED = "Luc Moreau got 9,999 votes."


def test_what_a_model_invents_does_not_decide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "seats.md").write_text(STORY, encoding="utf-8")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with hostile_server() as server, Pipeline(corpus=tmp_path / "seats.md", model=server.url) as pipeline:
        server.play = Play(text=as_json(("Ana Prieto won the northern seat with 4,412 votes.", [1]), (INVENTED, [2])))
        answer = pipeline.ask("Who got more votes, Ana Prieto or Luc Moreau?")
    assert answer.short_answer == "Ana Prieto"
    assert str(answer.reason).startswith("Ana Prieto has the higher figure: 4,412 against 3,980 for Luc Moreau.")
    assert "9,999" not in f"{answer.text} {answer.reason}"
    assert INVENTED in {claim.text for claim in answer.withheld}
    assert {citation.quote for citation in answer.citations} <= {f"{s}." for s in STORY.strip(" \n.").split(". ")}
