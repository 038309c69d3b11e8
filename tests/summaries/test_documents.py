"""What the documents say of a summary's record."""

from __future__ import annotations

from pathlib import Path

from rag import summarise
from rag.summarising import read_facts

ROOT = Path(__file__).parents[2]
SHIPPED = next((ROOT / "corpus").glob("uzbekistan*.md"))


def test_every_key_of_a_summary_is_documented() -> None:
    documented = (ROOT / "docs/summaries.md").read_text(encoding="utf-8")
    record = summarise(SHIPPED, sentences=1).to_dict()
    for key in (*record, *record["coverage_record"]):
        assert f"`{key}`" in documented, key


def test_every_key_of_a_fact_is_documented() -> None:
    documented = (ROOT / "docs/summaries.md").read_text(encoding="utf-8")
    record = read_facts(SHIPPED).to_dict()
    assert record["schema"] in documented
    for key in record:
        assert f'"{key}' in documented, key
    for key in record["facts"][0]:
        assert f"`{key}`" in documented, key
