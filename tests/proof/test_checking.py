"""A quote is found again in an edited text, and nothing else passes for it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rag.schema import Answer, Article, Claim
from rag.stages.citing import cite_span
from rag.stages.proof.checking import ProofCheck, check_proof, check_quote
from rag.stages.proof.report import report_lines
from rag.stages.proof.saved import Proof, Quote, Statement, read_proof
from rag.stages.reading import sha256_of

TEXT = "The mayor resigned. Nobody was hurt. The council met on Monday. Nobody was hurt. It will vote soon."
UNICODE = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def quote_of(text: str, start: int, end: int) -> Quote:
    article = Article("a", "A title", text, sha256_of(text), "a.txt")
    stated = cite_span(article, start, end).to_dict()
    return Quote(**{name: stated[name] for name in Quote.__slots__})


def quote_in(text: str, words: str) -> Quote:
    start = text.index(words)
    return quote_of(text, start, start + len(words))


def proof_of(claim: str, *quotes: Quote, **changes: object) -> Proof:
    return replace(Proof(claim, None, False, (Statement(claim, "verified", quotes),), ()), **changes)


def check(proof: Proof, text: str = TEXT) -> ProofCheck:
    return check_proof(proof, lambda _: (text,))


@given(UNICODE, UNICODE.filter(str.strip), UNICODE)
def test_any_span_of_an_unchanged_text_holds(before: str, words: str, after: str) -> None:
    text = before + words + after
    found = check_quote(quote_of(text, len(before), len(before) + len(words)), (text,))
    assert (found.standing, found.start, found.source) == ("held", len(before), "same")


@given(UNICODE, UNICODE.filter(str.strip), UNICODE, UNICODE, UNICODE)
def test_a_quote_is_found_again_after_edits_around_it(
    before: str, words: str, after: str, new_before: str, new_after: str
) -> None:
    edited = new_before + before + words + after + new_after
    assume(edited.count(words) == 1 and edited != before + words + after)
    quote = quote_of(before + words + after, len(before), len(before) + len(words))
    found = check_quote(quote, (edited,))
    assert found.start == len(new_before) + len(before)
    assert found.standing == ("moved" if new_before else "held")


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_a_quote_is_found_again_after_a_deletion_elsewhere(first: int, second: int) -> None:
    words = "The council met on Monday."
    start, end = sorted((first, second))
    place = TEXT.index(words)
    assume(start < end and (end <= place or start >= place + len(words)))
    found = check_quote(quote_in(TEXT, words), (TEXT[:start] + TEXT[end:],))
    assert found.start == (place - (end - start) if end <= place else place)


@given(st.integers(0, len("The council met on Monday.") - 1), st.characters(exclude_categories=["Cs"]))
def test_a_quote_with_a_changed_letter_is_lost(at: int, letter: str) -> None:
    words = "The council met on Monday."
    changed = words[:at] + letter + words[at + 1 :]
    assume(changed != words)
    assert check_quote(quote_in(TEXT, words), (TEXT.replace(words, changed),)).standing == "lost"


def test_a_repeated_quote_is_told_by_its_context() -> None:
    second = TEXT.rindex("Nobody was hurt.")
    quote = quote_of(TEXT, second, second + 16)
    edited = "Breaking news. " + TEXT
    assert check_quote(quote, (edited,)).start == edited.rindex("Nobody was hurt.")


def test_a_repeated_quote_that_lost_its_context_is_lost() -> None:
    quote = replace(quote_in(TEXT, "Nobody was hurt."), prefix="zzz", suffix="zzz")
    assert check_quote(quote, ("Changed: " + TEXT,)).standing == "lost"


def test_offsets_that_are_wrong_for_the_very_text_do_not_hold() -> None:
    quote = quote_in(TEXT, "The mayor resigned.")
    forged = replace(quote, start=quote.start + 1, end=quote.end + 1)
    found = check_quote(forged, (TEXT,))
    assert (found.standing, found.source) == ("lost", "same")


def test_the_text_with_the_hash_is_taken_among_several() -> None:
    quote = quote_in(TEXT, "It will vote soon.")
    assert check_quote(quote, ("It will vote soon.", TEXT)).standing == "held"


def test_a_quote_of_a_missing_article_is_lost() -> None:
    assert not check_proof(proof_of("Gone.", quote_in(TEXT, "The mayor")), lambda _: ()).holds


@pytest.mark.parametrize(
    ("claim", "words", "wording"),
    [
        ("The mayor resigned.", ["The mayor resigned."], "quoted"),
        (
            "Nobody was hurt. The council met on Monday.",
            ["Nobody was hurt.", "The council met on Monday."],
            "quoted",
        ),
        ("the mayor  resigned", ["The mayor resigned."], "quoted"),
        ("On Monday the council met.", ["The council met on Monday."], "written"),
        ("The council “met on Monday,” it said.", ["The council met on Monday."], "written"),
    ],
)
def test_wording_says_whose_words_a_claim_has(claim: str, words: list[str], wording: str) -> None:
    found = check(proof_of(claim, *(quote_in(TEXT, each) for each in words)))
    assert found.holds
    assert found.claims[0].wording == wording


@pytest.mark.parametrize(
    "proof",
    [
        pytest.param(proof_of("The mayor resigned."), id="a claim without a citation"),
        pytest.param(proof_of('He "fled at night".', quote_in(TEXT, "The mayor resigned.")), id="invented quotation"),
        pytest.param(proof_of("A «vote»?", quote_in(TEXT, "The mayor resigned.")), id="quotation of another sentence"),
        pytest.param(
            replace(proof_of("The mayor resigned.", quote_in(TEXT, "The mayor resigned.")), text="He fled."),
            id="text that is no claim",
        ),
        pytest.param(
            replace(proof_of("The mayor resigned.", quote_in(TEXT, "The mayor resigned.")), short_answer="Monday"),
            id="short answer from elsewhere",
        ),
        pytest.param(
            replace(proof_of("The mayor resigned.", quote_in(TEXT, "The mayor resigned.")), refused=True),
            id="a refusal that claims",
        ),
        pytest.param(
            replace(
                proof_of("Nobody was hurt."),
                statements=(Statement("Nobody was hurt.", "unsupported", (quote_in(TEXT, "Nobody was hurt."),)),),
            ),
            id="a claim that was not verified",
        ),
    ],
)
def test_what_the_proof_cannot_carry_does_not_hold(proof: Proof) -> None:
    found = check(proof)
    assert not found.holds
    assert list(report_lines(found))[-1].startswith("The proof does not hold")


def test_a_refusal_holds_while_its_closest_passages_stand() -> None:
    refusal = Proof("", None, True, (), (quote_in(TEXT, "Nobody was hurt."),))
    assert check(refusal).holds
    assert not check(refusal, "Something else.").holds


def test_the_record_of_an_answer_is_what_the_check_reads() -> None:
    article = Article("a", "A title", TEXT, sha256_of(TEXT), "a.txt")
    claim = Claim("Nobody was hurt.", (cite_span(article, 20, 36),), "verified", "quoted")
    answer = Answer("Who was hurt?", (claim,), (), "Nobody", None, None, "quote")
    assert check(read_proof(json.dumps(answer.to_dict()).encode())).holds


def test_the_report_writes_out_what_could_steer_a_terminal() -> None:
    quote = replace(quote_in(TEXT, "The mayor resigned."), title="\x1b[2JBreaking\u202e", quote="\x07" * 19)
    lines = list(report_lines(check(proof_of("\x1b]0;owned\x07", quote))))
    assert all(line.isprintable() for line in lines)
