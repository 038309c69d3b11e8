"""A facts file that cannot be used says which file, which case, what is wrong and how to mend it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from evals.facts_file import format_schema, load_facts, packaged_facts
from evals.numerals import numbers_in
from evals.wording import holds
from rag.errors import BadInput, UnreadableFile

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = "Rain fell on Leeds on Monday. Rain fell on York on Tuesday.\n\nThe mayor, Ann Lee, said 12 roads closed.\n"
GOOD = {
    "id": "roads",
    "question": "How many roads closed?",
    "answers": ["12"],
    "proof": "said 12 roads closed",
}
REFUSED = {"id": "cost", "question": "What did it cost?", "why": "No cost is given."}


@pytest.fixture
def write(tmp_path: Path) -> Any:
    (tmp_path / "rain.md").write_text(ARTICLE, encoding="utf-8")

    def writer(*cases: Any, **head: Any) -> Path:
        body = {"schema": "citewire.facts/1", "articles": ["rain.md"], "cases": list(cases), **head}
        file = tmp_path / "rain.yaml"
        file.write_text(yaml.safe_dump(body, allow_unicode=True), encoding="utf-8")
        return file

    return writer


def test_the_packaged_facts_are_many_and_of_many_kinds() -> None:
    facts = load_facts(packaged_facts())
    assert sum(case.answerable for case in facts.cases) >= 45
    assert sum(not case.answerable for case in facts.cases) >= 30
    assert len({case.kind for case in facts.cases}) >= 12
    assert all(case.proof for case in facts.cases if case.answerable)
    assert all(case.why for case in facts.cases if not case.answerable)


def test_the_published_schema_is_the_one_in_force() -> None:
    published = json.loads((packaged_facts().parent / "schema.json").read_text(encoding="utf-8"))
    assert published == format_schema()


def test_quoting_the_proof_of_the_packaged_facts_is_a_right_answer() -> None:
    facts = load_facts(packaged_facts())
    for case in facts.cases:
        quoted = " ".join(part.text for part in case.proof)
        assert not case.answerable or any(holds(quoted, answer) for answer in case.answers), case.id
        assert all(holds(quoted, wanted) for wanted in case.must), case.id
        assert set(case.numbers) <= numbers_in(quoted), case.id


def test_proof_is_found_in_the_article(write: Any) -> None:
    facts = load_facts(write(GOOD, REFUSED))
    roads, cost = facts.cases
    text = facts.articles[0].text
    span = roads.proof[0].spans[0]
    assert text[span.start : span.end] == roads.proof[0].text == "The mayor, Ann Lee, said 12 roads closed."
    assert (cost.answerable, cost.proof, cost.why) == (False, (), "No cost is given.")


def test_json_lines_say_the_same_as_yaml(write: Any, tmp_path: Path) -> None:
    lines = [{"schema": "citewire.facts/1", "articles": ["rain.md"]}, GOOD, REFUSED]
    file = tmp_path / "rain.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    assert load_facts(file) == load_facts(write(GOOD, REFUSED))


def test_a_sentence_said_twice_proves_wherever_it_is_cited(write: Any, tmp_path: Path) -> None:
    (tmp_path / "rain.md").write_text(f"Rain fell on Leeds.\n\n{ARTICLE}\nRain fell on Leeds.\n", encoding="utf-8")
    case = {**GOOD, "proof": "Rain fell on Leeds."}
    spans = load_facts(write(case)).cases[0].proof[0].spans
    assert len(spans) == 2


@pytest.mark.parametrize(
    ("case", "told"),
    [
        (
            {**GOOD, "proof": "said 13 roads closed"},
            "does not hold the proof 'said 13 roads closed'; copy it",
        ),
        ({**GOOD, "proof": "Rain fell"}, "'Rain fell' stands in several sentences; copy more"),
        ({**GOOD, "answers": []}, "'answers' is empty"),
        ({**GOOD, "answers": "12"}, "'answers' must be a list, not '12'"),
        ({**GOOD, "answers": [True]}, "'answers' must be text, not True; put it in quotes"),
        ({**GOOD, "answer": ["12"]}, "'answer' is not a key of this format"),
        ({**GOOD, "why": "x"}, "both 'answers' and 'why'"),
        ({"id": "roads", "question": "How many?"}, "neither 'answers' nor 'why'"),
        ({key: value for key, value in GOOD.items() if key != "proof"}, "no 'proof'; copy the sentence"),
        ({**REFUSED, "id": "roads", "must": ["x"]}, "it takes no 'proof', 'must'"),
        ({**GOOD, "article": "snow.md"}, "'snow.md' is not among 'articles'"),
        ({**GOOD, "question": ""}, "'question' is empty"),
    ],
)
def test_a_bad_case_is_named_with_its_remedy(write: Any, case: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput) as caught:
        load_facts(write(case))
    assert "rain.yaml, case 'roads'" in str(caught.value)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ({"schema": "citewire.facts/9"}, "write `schema: citewire.facts/1`"),
        ({"articles": []}, "'articles' is empty"),
        ({"article": "rain.md"}, "'article' is not a key"),
        ({"cases": []}, "has no cases"),
        ({"cases": [GOOD, GOOD]}, "two cases have the id 'roads'"),
        ({"cases": ["roads?"]}, "it must be a mapping"),
        ({"articles": ["corpus:moon"]}, "no article 'corpus:moon' ships"),
    ],
)
def test_a_bad_head_is_named_with_its_remedy(write: Any, head: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput) as caught:
        load_facts(write(GOOD, **head))
    assert "rain.yaml" in str(caught.value)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.yaml", "schema: [", "a.yaml, line 1"),
        ("a.yaml", "- 1\n- 2\n", "is no mapping"),
        ("a.yaml", "schema: citewire.facts/1\nschema: citewire.facts/1\n", "the key 'schema' comes twice"),
        ("a.jsonl", '{"schema": "citewire.facts/1"}\n{"id": ', "line 2"),
        ("a.jsonl", "[1]\n", "line 1 is no object"),
        ("a.jsonl", "", "a.jsonl"),
    ],
)
def test_a_file_that_does_not_parse_says_where(tmp_path: Path, name: str, text: str, told: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=r"^a\.") as caught:
        load_facts(tmp_path / name)
    assert told in str(caught.value)


def test_missing_files_are_named(write: Any, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"nothing\.yaml"):
        load_facts(tmp_path / "nothing.yaml")
    with pytest.raises(UnreadableFile, match=r"snow\.md"):
        load_facts(write(GOOD, articles=["snow.md"]))


def test_several_articles_are_told_apart(write: Any, tmp_path: Path) -> None:
    (tmp_path / "snow.md").write_text("Snow fell. The mayor, Ann Lee, said 12 roads closed.\n", encoding="utf-8")
    both = ["rain.md", "snow.md"]
    snow = load_facts(write({**GOOD, "article": "snow.md"}, articles=both)).cases[0]
    anywhere = load_facts(write(GOOD, articles=both)).cases[0]
    assert snow.group == "snow.md"
    assert len(snow.proof[0].spans) == 1
    assert len(anywhere.proof[0].spans) == 2
