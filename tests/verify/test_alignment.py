"""Claims that cite badly or not at all are anchored to the sentences that bear them out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.schema import SplitArticle
from rag.stages.verify import Cited, FactReader, Place, claim_of, settle_claim, support_candidates, verify_claim

CLAIM = "The Northern Grain Company built the quay in 1931."


def places(article: SplitArticle) -> list[Place]:
    return [Place(sentence, article) for sentence in article.sentences if sentence.kind == "body"]


def one(article: SplitArticle, part: str) -> Place:
    (place,) = [place for place in places(article) if part in place.sentence.text]
    return place


def test_the_best_candidate_comes_first(articles: Callable[[str], SplitArticle]) -> None:
    found = support_candidates(CLAIM, [articles("merger"), articles("harbour")])
    assert found[0].sentence.text.startswith("The quay was built in 1931")
    assert len(found) <= 5


def test_a_wrong_citation_is_put_right(articles: Callable[[str], SplitArticle], reader: FactReader) -> None:
    harbour = articles("harbour")
    wrong = [one(harbour, "Two cargo ships")]
    assert not verify_claim(CLAIM, wrong, reader=reader).verified
    settled = settle_claim(CLAIM, wrong, pool=wrong, reader=reader)
    assert [item.sentence.text for item in settled.cited] == [one(harbour, "built in 1931").sentence.text]


def test_a_right_citation_stays(articles: Callable[[str], SplitArticle], reader: FactReader) -> None:
    right = [one(articles("harbour"), "built in 1931")]
    assert settle_claim(CLAIM, right, pool=right, reader=reader).cited == tuple(right)


def test_what_a_pronoun_stands_for_is_cited_too(articles: Callable[[str], SplitArticle], reader: FactReader) -> None:
    trial = articles("trial")
    settled = settle_claim(
        "Peter Yates was dismissed by the fund two weeks later.", [], pool=places(trial), reader=reader
    )
    assert [item.sentence.text for item in settled.cited] == [
        "He was dismissed by the fund two weeks later.",
        "A former clerk, Peter Yates, discovered the missing money and told the police in 2019.",
    ]


def test_without_the_sentence_that_introduces_the_name_it_is_withheld(
    articles: Callable[[str], SplitArticle], reader: FactReader
) -> None:
    alone = [one(articles("trial"), "He was dismissed")]
    assert not verify_claim("Peter Yates was dismissed by the fund two weeks later.", alone, reader=reader).verified


def test_two_sentences_may_bear_out_two_clauses(articles: Callable[[str], SplitArticle], reader: FactReader) -> None:
    claim = "The Green Party opposes the plan, and freight trains are not affected."
    settled = settle_claim(claim, [], pool=places(articles("rail")), reader=reader)
    assert settled.verified
    assert len(settled.cited) == 2


def test_settling_twice_gives_the_same(articles: Callable[[str], SplitArticle], reader: FactReader) -> None:
    pool = places(articles("cup"))
    first, second = (settle_claim("The Kestrels won in January.", [], pool=pool, reader=reader) for _ in range(2))
    assert first == second


def test_a_true_claim_that_does_not_answer_is_unresponsive(
    articles: Callable[[str], SplitArticle], reader: FactReader
) -> None:
    def no_answer(text: str, cited: Sequence[Cited]) -> str | None:
        return "It does not say when." if "when" not in text else None

    pool = places(articles("harbour"))
    settled = settle_claim(CLAIM, [], pool=pool, reader=reader, responds=no_answer)
    assert (settled.verdict, settled.reason) == ("unresponsive", "It does not say when.")


def test_the_record_of_a_claim_holds_exact_spans(articles: Callable[[str], SplitArticle], reader: FactReader) -> None:
    harbour = articles("harbour")
    claim = claim_of(CLAIM, settle_claim(CLAIM, [], pool=places(harbour), reader=reader))
    (citation,) = claim.citations
    assert harbour.article.text[citation.start : citation.end] == citation.quote
    assert claim.verdict == "verified"
