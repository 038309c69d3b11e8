"""Each check by itself: one sentence, claims that differ from it in one thing, and the check that must say so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rag.stages.verify import FactReader, Judgement
from rag.stages.verify.checks.wholeness import tells_nothing

Compare = Callable[..., Judgement]

FAILING = [
    ("numbers", "The storm killed 12 people.", "The storm killed 13 people."),
    ("numbers", "The storm killed nearly 600 people.", "The storm killed over 600 people."),
    ("numbers", "The storm killed about 600 people.", "The storm killed 600 people."),
    ("numbers", "The road is 40 miles long.", "The road is 40 kilometres long."),
    ("numbers", "The firm paid $5 million.", "The firm paid €5 million."),
    ("numbers", "Profits rose by 5 percent.", "Profits rose by 5 percentage points."),
    ("numbers", "The team came third in the race.", "The team came second in the race."),
    ("numbers", "It costs between 10 and 15 euros.", "It costs 15 euros."),
    ("numbers", "Three of the 17 players left.", "17 of the three players left."),
    ("dates", "The bridge opened in March 2019.", "The bridge opened in March 2018."),
    ("dates", "The bridge opened in March 2019.", "The bridge opened on 5 March 2019."),
    ("dates", "The bridge opened on Tuesday morning.", "The bridge opened on Tuesday evening."),
    ("names", "The minister met Ana Ruiz in Oslo.", "The minister met Ana Ruiz in Bergen."),
    ("names", "The minister met Ana Ruiz in Oslo.", "The minister met Anna Ruiz in Oslo."),
    ("quotations", 'She called it "a quiet victory".', 'She called it "a great victory".'),
    ("support", "The bank closed the branch.", "The bank closed the branch after a robbery."),
    ("polarity", "The court did not free the man.", "The court freed the man."),
    ("polarity", "The firm failed to pay the fine.", "The firm paid the fine."),
    ("polarity", "No ship left the port.", "A ship left the port."),
    ("modality", "The firm may close the mill.", "The firm closed the mill."),
    ("modality", "The firm plans to close the mill.", "The firm closed the mill."),
    ("modality", "The alleged thief left the town.", "The thief left the town."),
    ("modality", "The strike ends if the talks succeed.", "The strike ends because the talks succeed."),
    ("direction", "The shop closed before the war.", "The shop closed after the war."),
    ("direction", "It was the largest flood since 1954.", "It was the largest flood."),
    ("wording", "The captain praised the fans and the coach left.", "The coach praised the fans and the coach left."),
    ("roles", "The police attacked the protesters.", "The protesters attacked the police."),
    ("roles", "Corvane was bought by Brightwell.", "Brightwell was bought by Corvane."),
    ("roles", "Corvane bought Brightwell.", "Corvane was bought."),
    ("speaker", "The mayor said the bridge is safe.", "The bridge is safe."),
    ("speaker", "The mayor told the police that the bridge is safe.", "The police said the bridge is safe."),
    ("speaker", "The bridge is safe, but the mayor said it is old.", "The mayor said the bridge is safe."),
    ("attachment", "The north has 40 schools and 25 banks.", "The north has 25 schools."),
    ("sentence", "The old bridge closed in May.", "The old bridge in May."),
    ("sentence", "The tolls fell in May and June.", "The tolls fell in June and June."),
]  # fmt: skip

PASSING = [
    ("The crowd in the square grew more and more.", "The crowd grew more and more."),
    ("The storm killed sixty-six thousand people.", "The storm killed 66,000 people."),
    ("The storm killed nearly 600 people.", "The storm killed almost 600 people."),
    ("The firm paid $3.5bn for the mill.", "The firm paid 3.5 billion dollars for the mill."),
    ("Half of the voters stayed at home.", "50 percent of the voters stayed at home."),
    ("The bridge opened on 5 March 2019.", "The bridge opened in 2019."),
    ("The bridge opened on 5 March 2019.", "On March 5, 2019, the bridge opened."),
    ("The Uzbek president met the minister.", "The president of Uzbekistan met the minister."),
    ("She called it “a quiet victory”.", 'She called it "a quiet victory".'),
    ("Corvane was bought by Brightwell in 2019.", "Brightwell bought Corvane in 2019."),
    ("Brightwell bought Corvane in 2019.", "Corvane was bought by Brightwell."),
    ("The mayor said the bridge is safe.", "The bridge is safe, the mayor said."),
    ("The mayor said the bridge is safe.", "According to the mayor, the bridge is safe."),
    ("The firm refused to pay the fine.", "The firm declined to pay the fine."),
    ("The old man, who lived alone, died on Monday.", "The old man died on Monday."),
    ("The firm started building the mill.", "The company began building the mill."),
    ("The court did not free the man.", "The court didn't release the man."),
]


@pytest.mark.parametrize(("check", "sentence", "claim"), FAILING)
def test_the_check_that_must_fail_does(check: str, sentence: str, claim: str, compare: Compare) -> None:
    judgement = compare(claim, sentence)
    failed = {outcome.check for outcome in judgement.outcomes if not outcome.passed}
    assert not judgement.verified
    assert check in failed, (failed, judgement.reason)


@pytest.mark.parametrize(("sentence", "claim"), PASSING)
def test_the_same_in_other_words_passes(sentence: str, claim: str, compare: Compare) -> None:
    judgement = compare(claim, sentence)
    assert judgement.verified, judgement.reason


@pytest.mark.parametrize("sentence", [sentence for _, sentence, _ in FAILING])
def test_every_sentence_bears_itself_out(sentence: str, compare: Compare) -> None:
    assert compare(sentence, sentence).verified


def test_relative_dates_are_read_on_the_day_of_publication(compare: Compare) -> None:
    claim, sentence = "The bridge opened on 7 January 2026.", "The bridge opened on Wednesday."
    assert compare(claim, sentence, published="2026-01-09").verified
    assert not compare(claim, sentence, published="2026-01-20").verified
    assert not compare(claim, sentence).verified


def test_a_weekday_ahead_is_not_read_as_a_past_one(compare: Compare) -> None:
    sentence = "The bridge will open on Wednesday."
    assert not compare("The bridge will open on 7 January 2026.", sentence, published="2026-01-09").verified


def test_an_acronym_that_the_article_explains_is_the_same_name(compare: Compare) -> None:
    sentence = "The Bureau of Coastal Safety (BCS) closed the quay."
    assert compare("The BCS closed the quay.", sentence).verified
    assert not compare("The BBC closed the quay.", sentence).verified


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Speaker Ryan said to reporters after the bill passed, referring to the Senate minority leader.", True),
        ("Chabot told VOA in a statement on the passage of the resolution.", True),
        ("The company said in a statement.", True),
        ("The minister said on Monday the bridge would close.", False),
        ("The bridge is closed, police said.", False),
        ("Rain is likely, the weather service said on Friday.", False),
        ("She said nothing on Friday.", False),
        ("Asked about it, he told the court the truth.", False),
        ("“Go,” she said.", False),
    ],
)
def test_who_said_something_is_nothing_said(text: str, bare: bool, reader: FactReader) -> None:
    assert tells_nothing(reader.read([text], context=text)[0]) is bare
