"""Cases go into a facts file as a person wrote it: nothing of theirs is lost, and the result loads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from evals.facts_file import load_facts
from evals.facts_growing import article_names, grow_facts
from rag.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path

RAIN = "It rained.\n\nThe mayor, Ann Lee, said 12 roads closed.\n"
SNOW = "It snowed.\n\nThe mayor, Bo Ek, said 7 roads closed.\n"
ENTRIES = (
    {"question": "How many roads closed?", "answers": ["12"], "proof": "said 12 roads closed", "article": "rain.md"},
    {"question": "Who is mayor: “Bo”?", "answers": ["Bo Ek"], "proof": ["Bo Ek, said 7"], "article": "snow.md"},
    {"question": "What did it cost?", "why": "The article gives no amount: none at all."},
)
CASE = "id: wet\n{0}question: Was it wet?\n{0}why: >-\n{0}  The article\n{0}  does not say.\n"
FILES = {
    "block": "# Ours\nschema: citewire.facts/1\narticles:\n  - rain.md  # first\ncases:\n  - " + CASE.format("    "),
    "no indent": "schema: citewire.facts/1\narticles:\n- rain.md\ncases:\n- " + CASE.format("  ") + "# the end\n",
    "flow": "schema: citewire.facts/1\narticles: [rain.md]  # one\ncases:\n    - " + CASE.format("      "),
    "cases first": "cases:\n  - " + CASE.format("    ") + "\n# what they are about\narticles:\n  - rain.md\n"
    "schema: citewire.facts/1\ntitle: After\n",
    "all flow": 'schema: citewire.facts/1\narticles: ["rain.md"]\ncases: [{id: wet, question: "Wet?", why: unknown}]\n',
    "no last newline": "schema: citewire.facts/1\narticles: [rain.md]\ncases:\n- {id: feedback-1, question: W, why: n}",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rain.md").write_text(RAIN, encoding="utf-8")
    (tmp_path / "snow.md").write_text(SNOW, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("style", FILES)
def test_a_file_grows_in_its_own_style(folder: Path, style: str) -> None:
    file = folder / "facts.yaml"
    file.write_text(FILES[style], encoding="utf-8")
    before = load_facts(file)
    grown = grow_facts(file, ["rain.md", "snow.md"], ENTRIES, title="not used")
    after = load_facts(file)
    assert (grown.added, grown.known) == (3, 0)
    assert [article.text for article in after.articles] == [RAIN, SNOW]
    assert [case.question for case in after.cases[1:]] == [entry["question"] for entry in ENTRIES]
    assert [(case.id, case.question, case.why) for case in after.cases[:1]] == [
        (case.id, case.question, case.why) for case in before.cases
    ]
    kept = iter(file.read_text(encoding="utf-8").splitlines())
    if style != "all flow":
        # every line of theirs is still there, in its order; a list in brackets has only grown
        for line in FILES[style].replace("[rain.md]", '[rain.md, "snow.md"]').splitlines():
            assert line in kept
    again = grow_facts(file, ["rain.md", "snow.md"], ENTRIES, title="not used")
    assert (again.added, again.known) == (0, 3)


def test_a_new_file_is_made(folder: Path) -> None:
    file = folder / "new.yaml"
    grow_facts(file, ["rain.md", "snow.md"], ENTRIES, title="Ours")
    assert load_facts(file).title == "Ours"
    assert list(article_names(file).values()) == ["rain.md", "snow.md"]


@pytest.mark.parametrize("before", ["", FILES["block"]])
def test_what_would_not_load_is_taken_back(folder: Path, before: str) -> None:
    file = folder / "facts.yaml"
    if before:
        file.write_text(before, encoding="utf-8")
    with pytest.raises(BadInput, match="does not hold the proof"):
        grow_facts(file, ["rain.md"], [{"question": "Q?", "answers": ["1"], "proof": "no such words"}], title="t")
    assert (file.read_text(encoding="utf-8") if file.exists() else "") == before
