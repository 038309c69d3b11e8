"""Searching, citing, refusing and verifying are scored as they deserve, whoever does it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from evals import Case, citations_suite, facts_suite, public_suite, refusal_suite, retrieval_suite, run, verifier_suite
from evals.responses import read_response
from evals.schema import Proof, Span
from evals.scores.finding import proof_ndcg, proof_rank, proof_recall
from evals.spans import sentences_of
from evals.suites.breaking import BREAKS, KEEPS, names_in
from rag.errors import BadInput
from rag.schema import Article
from rag.stages.reading import sha256_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Trap = Callable[..., Any]

SEED = facts_suite()
ARTICLE = SEED.articles[0]
CASES = {case.question: case for case in SEED.cases}
SENTENCES = [sentence for sentence in sentences_of(ARTICLE) if sentence.kind == "body"]


def quote_of(span: Span) -> dict[str, Any]:
    return {"sha256": span.sha256, "start": span.start, "end": span.end, "quote": ARTICLE.text[span.start : span.end]}


def proofs(question: str) -> list[dict[str, Any]]:
    return [quote_of(part.spans[0]) for part in CASES[question].proof]


# ---------------------------------------------------------------- searching

TEXT = "Rain fell. Ann Lee is mayor. 12 roads closed. The mayor is Ann Lee. It was cold. Nobody was hurt."
RAIN = Article("rain", "Rain", TEXT, sha256_of(TEXT), "rain")


def span_of(words: str) -> Span:
    start = TEXT.index(words)
    return Span(RAIN.sha256, start, start + len(words))


MAYOR = Proof((span_of("Ann Lee is mayor."), span_of("The mayor is Ann Lee.")))
ROADS = Proof((span_of("12 roads closed."),))
ASKED = Case("c", "Who is mayor, and how many roads closed?", "k", "g", answers=("Ann Lee",), proof=(MAYOR, ROADS))


def found(*quotes: str) -> Any:
    return read_response({"passages": [{"quote": quote} for quote in quotes]})


@pytest.mark.parametrize(
    ("quotes", "recalls", "rank"),
    [
        (["Ann Lee is mayor.", "12 roads closed."], (0.5, 1.0, 1.0), 1.0),
        (["It was cold.", "The mayor is Ann Lee."], (0.0, 0.5, 0.5), 0.5),
        # a second sentence that proves the same is worth nothing more, and takes a place
        (["Ann Lee is mayor.", "The mayor is Ann Lee.", "12 roads closed."], (0.5, 0.5, 1.0), 1.0),
        # a passage of several sentences takes as many places
        (["Rain fell. Ann Lee is mayor. 12 roads closed."], (0.0, 0.5, 1.0), 0.5),
        # the same sentence twice counts once; invented words take a place
        (["Rain fell.", "Rain fell.", "Pigs flew.", "12 roads closed."], (0.0, 0.0, 0.5), 1 / 3),
        ([], (0.0, 0.0, 0.0), 0.0),
    ],
)
def test_places_are_counted_in_sentences(quotes: list[str], recalls: tuple[float, ...], rank: float) -> None:
    response = found(*quotes)
    assert tuple(proof_recall(ASKED, response, [RAIN], k=k).value for k in (1, 2, 3)) == recalls
    assert proof_rank(ASKED, response, [RAIN]).value == pytest.approx(rank)


def test_gain_falls_with_the_place_and_needs_every_part() -> None:
    both = proof_ndcg(ASKED, found("Ann Lee is mayor.", "12 roads closed."), [RAIN]).value
    late = proof_ndcg(ASKED, found("It was cold.", "Ann Lee is mayor.", "12 roads closed."), [RAIN]).value
    assert both == 1.0
    assert late == pytest.approx((1 / 1.5849625 + 1 / 2) / (1 + 1 / 1.5849625))
    assert proof_ndcg(replace(ASKED, proof=()), found(), [RAIN]).value is None


def finds_the_proof(question: str) -> Any:
    return {"passages": proofs(question)}


def returns_the_article(question: str) -> Any:
    return {"passages": [{"quote": ARTICLE.text}]}


def finds_nothing(question: str) -> Any:
    return {"passages": []}


def answers_without_searching(question: str) -> Any:
    return "131"


def invents_passages(question: str) -> Any:
    return {"passages": [{"quote": f"Invented {n}."} for n in range(10)]}


@pytest.mark.parametrize(
    ("trap", "least", "most"),
    [
        (finds_the_proof, 0.9, 1.0),
        (returns_the_article, 0.0, 0.15),
        (finds_nothing, 0.0, 0.0),
        (answers_without_searching, 0.0, 0.0),
        (invents_passages, 0.0, 0.0),
    ],
)
def test_search_traps(trap: Trap, least: float, most: float) -> None:
    report = run(trap, suite=retrieval_suite())
    assert report.failed == 0
    assert report.n == sum(case.answerable for case in SEED.cases)
    for name in ("recall_at_1", "reciprocal_rank", "ndcg_at_10"):
        value = report.metrics[name].value
        assert value is not None
        # reading a whole article finds something by its first ten sentences, and little by its first
        assert least <= value <= (most if name == "recall_at_1" else max(most, 0.3) if most else 0.0)


@pytest.mark.parametrize("ranking", ["read", "fused", "words", "vectors"])
def test_citewire_finds_proofs(ranking: str) -> None:
    report = run(suite=retrieval_suite(), options={"ranking": ranking}, sample=10)
    assert (report.failed, report.system) == (0, ranking)
    recall = report.metrics["recall_at_10"].value
    assert recall is not None
    assert recall >= (0.8 if ranking == "read" else 0.3)


def test_a_ranking_that_does_not_exist_is_refused() -> None:
    with pytest.raises(BadInput, match="no ranking 'best'; choose from read"):
        run(suite=retrieval_suite(), options={"ranking": "best"}, sample=1)


def test_a_search_asks_no_model() -> None:
    with pytest.raises(BadInput, match="asks no model"):
        run(suite=retrieval_suite(), model="openai:x", sample=1)


# ---------------------------------------------------------------- citing


def stated(question: str, text: str | None = None, cited: list[dict[str, Any]] | None = None) -> Any:
    quotes = proofs(question) or [quote_of(Span(ARTICLE.sha256, SENTENCES[0].start, SENTENCES[0].end))]
    chosen = quotes if cited is None else cited
    claims = [{"text": text or one["quote"], "citations": [one]} for one in chosen]
    return {"text": " ".join(claim["text"] for claim in claims), "abstained": False, "claims": claims}


def proves(question: str) -> Any:
    return stated(question)


def copies_everything(question: str) -> Any:
    return stated(question, cited=[quote_of(Span(ARTICLE.sha256, 0, len(ARTICLE.text)))])


def cites_nothing(question: str) -> Any:
    return {"text": "131 people.", "abstained": False, "claims": [{"text": "131 people.", "citations": []}]}


def cites_what_is_not_there(question: str) -> Any:
    return stated(question, cited=[{"sha256": "0" * 64, "start": 0, "end": 3, "quote": "Yes"}])


def contradicts(question: str) -> Any:
    return stated(question, text="Nobody from Narnia was ever arrested, 7 officials said.")


def always_refuses(question: str) -> Any:
    return {"text": "", "abstained": True, "claims": []}


def from_memory(question: str) -> Any:
    return "131 people, on Wednesday."


NOTHING = {
    "citation_coverage": None, "invalid_ids": None, "quote_validity": None, "citation_correct": None,
    "citation_precision": None, "citation_recall": None, "alce_recall_by_verifier": None,
    "alce_precision_by_verifier": None, "unsupported_by_verifier": None,
}  # fmt: skip
REAL = {"citation_coverage": 1.0, "invalid_ids": 0.0, "quote_validity": 1.0}
PROVING = {"citation_correct": 1.0, "citation_precision": 1.0, "citation_recall": 1.0}
UNPROVED = {"citation_correct": 0.0, "citation_precision": 0.0, "citation_recall": 0.0}
BORNE_OUT = {"alce_recall_by_verifier": 1.0, "alce_precision_by_verifier": 1.0, "unsupported_by_verifier": 0.0}
NOT_BORNE_OUT = {"alce_recall_by_verifier": 0.0, "alce_precision_by_verifier": 0.0, "unsupported_by_verifier": 1.0}


@pytest.mark.parametrize(
    ("trap", "expected"),
    [
        (proves, {**REAL, **PROVING, **BORNE_OUT}),
        (copies_everything, {**REAL, "citation_correct": 1.0, "citation_recall": 1.0}),
        (cites_nothing, {**UNPROVED, **NOT_BORNE_OUT, "citation_coverage": 0.0, "invalid_ids": None,
                         "quote_validity": None, "alce_precision_by_verifier": None}),
        (cites_what_is_not_there, {**UNPROVED, **NOT_BORNE_OUT, "citation_coverage": 1.0, "invalid_ids": 1.0,
                                   "quote_validity": 0.0}),
        (contradicts, {**REAL, **PROVING, **NOT_BORNE_OUT}),
        (always_refuses, NOTHING),
        (from_memory, NOTHING),
    ],
)  # fmt: skip
def test_citation_traps(trap: Trap, expected: dict[str, float | None]) -> None:
    report = run(trap, suite=citations_suite(), sample=30, seed=2)
    assert report.failed == 0
    assert {name: report.metrics[name].value for name in expected} == pytest.approx(expected)


def test_every_citation_figure_is_pinned_by_some_trap() -> None:
    assert set(citations_suite().case_scores) == set(NOTHING)


@pytest.mark.parametrize(
    ("text", "invalid"),
    [("12 roads closed [1].", 0.0), ("12 roads closed [1][7].", 0.5), ("12 roads closed.", None)],
)
def test_numbers_in_brackets_must_name_a_citation(text: str, invalid: float | None) -> None:
    suite = replace(citations_suite(), cases=(ASKED,), articles=(RAIN,))
    report = run(lambda question: {"text": text, "citations": [{"quote": "12 roads closed."}]}, suite=suite)
    assert report.metrics["invalid_ids"].value == invalid


def test_brackets_of_a_quote_are_its_own() -> None:
    suite = replace(citations_suite(), cases=(ASKED,), articles=(RAIN,))
    quoting = {"text": "As [9] says.", "citations": [{"quote": "As [9] says."}]}
    assert run(lambda question: quoting, suite=suite).metrics["invalid_ids"].value is None


def test_what_citewire_shows_is_borne_out_by_what_it_cites() -> None:
    report = run(suite=citations_suite(), sample=12)
    assert report.failed == 0
    for name in ("citation_coverage", "quote_validity", "alce_recall_by_verifier"):
        assert report.metrics[name].value == 1.0
    assert report.metrics["invalid_ids"].value == 0.0


# ---------------------------------------------------------------- refusing


def knows_when(question: str) -> Any:
    known = CASES[question].answerable
    return {**stated(question), "confidence": 0.9} if known else {"text": "", "abstained": True, "confidence": 0.1}


def never_refuses(question: str) -> Any:
    return {**stated(question), "confidence": 0.5}


@pytest.mark.parametrize(
    ("trap", "expected"),
    [
        (knows_when, {"right": 1.0, "made_up": 0.0, "over_refused": 0.0, "auroc": 1.0, "refusal_f1": 1.0}),
        (never_refuses, {"right": 1.0, "made_up": 1.0, "over_refused": 0.0, "auroc": 0.5, "coverage_at_95": 0.0}),
        (always_refuses, {"right": 0.0, "made_up": 0.0, "over_refused": 1.0, "right_refusal": 1.0}),
    ],
)
def test_refusal_traps(trap: Trap, expected: dict[str, float]) -> None:
    report = run(trap, suite=refusal_suite())
    assert report.suite == "refusal"
    assert {name: report.metrics[name].value for name in expected} == pytest.approx(expected)


def test_refusing_is_scored_on_a_public_set(tmp_path: Path) -> None:
    (tmp_path / "squad2").mkdir()
    row = '{"id": "q1", "group": "g", "context": "It opened in 1901.", "question": "When?", "answers": ["1901"]}\n'
    (tmp_path / "squad2" / "dev.jsonl").write_text(row)
    suite = refusal_suite(public_suite("squad2", tmp_path))
    assert suite.name == "refusal, squad2"
    assert set(suite.case_scores) == {"right", "over_refused", "made_up", "right_refusal"}


# ---------------------------------------------------------------- verifying

STATEMENT = "On Monday, 12 officials from Bergen said the ferry was late."


@pytest.mark.parametrize(
    ("kind", "made"),
    [
        ("number changed", ["On Monday, 22 officials from Bergen said the ferry was late."]),
        ("date changed", ["On Tuesday, 12 officials from Bergen said the ferry was late."]),
        ("name changed", ["On Monday, 12 officials from Oslo said the ferry was late.",
                          "On Monday, 12 officials from Orla Fennimore said the ferry was late."]),
        ("denied", ["On Monday, 12 officials from Bergen said the ferry was not late."]),
        ("direction turned", []),
        ("detail added", [f"{STATEMENT[:-1]}, for the third time this year."]),
    ],
)  # fmt: skip
def test_a_sentence_is_broken_in_one_way(kind: str, made: list[str]) -> None:
    assert list(BREAKS[kind](STATEMENT, ["Oslo"])) == made


def test_what_keeps_a_sentence_true() -> None:
    (made,) = KEEPS["order changed"](STATEMENT, [])
    assert made == "12 officials from Bergen said the ferry was late on Monday."
    assert names_in(f"{STATEMENT} Ida Holm, of Oslo, agreed.") == ("Bergen", "Oslo")


VERIFIER = verifier_suite()


def passes_everything(statement: str, *, texts: Any) -> Any:
    return {"text": statement, "abstained": False, "confidence": 0.5}


def flags_everything(statement: str, *, texts: Any) -> Any:
    return {"text": "", "abstained": True, "confidence": 0.5}


def looks_for_the_words(statement: str, *, texts: Any) -> Any:
    held = statement in texts[0].text
    return {"text": statement if held else "", "abstained": not held, "confidence": float(held)}


@pytest.mark.parametrize(
    ("trap", "caught", "false_alarm"),
    [(passes_everything, 0.0, 0.0), (flags_everything, 1.0, 1.0), (looks_for_the_words, 1.0, 0.2)],
)
def test_verifier_traps(trap: Trap, caught: float, false_alarm: float) -> None:
    figures = run(trap, suite=VERIFIER).metrics
    alarm = figures["false_alarm"].value
    assert figures["caught"].value == caught
    assert alarm is not None
    assert alarm <= false_alarm if 0 < false_alarm < 1 else alarm == false_alarm
    if trap is not looks_for_the_words:
        assert (figures["balanced_accuracy"].value, figures["auroc"].value) == (0.5, 0.5)


def test_statements_are_of_every_kind_and_none_is_true_by_accident() -> None:
    kinds = {case.kind for case in VERIFIER.cases}
    assert {"as it stands", "number changed", "name changed", "date changed", "denied", "detail added"} <= kinds
    assert len({case.id for case in VERIFIER.cases}) == len(VERIFIER.cases)
    for case in VERIFIER.cases:
        assert (case.question in ARTICLE.text) == (case.kind == "as it stands")


def test_citewires_verifier_flags_the_broken_and_passes_the_true() -> None:
    report = run(suite=VERIFIER, sample=60)
    caught, alarm = report.metrics["caught"].value, report.metrics["false_alarm"].value
    assert report.failed == 0
    assert caught is not None
    assert alarm is not None
    assert caught >= 0.95
    assert alarm <= 0.1
