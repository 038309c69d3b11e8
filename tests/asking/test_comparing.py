"""A question that compares two sides is read as one question about each of them; any other is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rag import Pipeline
from rag.adapters.grammar import SpacyParser
from rag.stages.asking.comparing import Comparison, read_comparison
from rag.stages.asking.measures import Sought

VOTES = ("How many votes did Ana Prieto get?", "How many votes did Luc Moreau get?")
MAY = ("How many arrests were there in May?", "How many arrests were there in June?")
COMPARED: list[tuple[str, tuple[str, str], Sought, bool]] = [
    ("Who got more votes, Ana Prieto or Luc Moreau?", VOTES, "greater", False),
    ("Who got the most votes, Ana Prieto or Luc Moreau?", VOTES, "greater", False),
    ("Who got fewer votes – Ana Prieto or Luc Moreau?", VOTES, "smaller", False),
    ("Ana Prieto or Luc Moreau: who got more votes?", VOTES, "greater", False),
    ("Between Ana Prieto and Luc Moreau, who got more votes?", VOTES, "greater", False),
    ("Of Ana Prieto and Luc Moreau, who got more votes?", VOTES, "greater", False),
    ("Did Ana Prieto or Luc Moreau get more votes?", VOTES, "greater", False),
    ("Did Ana Prieto get more votes than Luc Moreau?", VOTES, "greater", True),
    ("Did Ana Prieto get more votes than Luc Moreau did?", VOTES, "greater", True),
    ("Were there more arrests in May or in June?", MAY, "greater", False),
    ("Were there more arrests in May or June?", MAY, "greater", False),
    ("Were there more arrests in May than in June?", MAY, "greater", True),
    ("In which month were there more arrests, May or June?", MAY, "greater", False),
    (
        "Where were there fewer strikes, in Lyon or in Nantes?",
        ("How many strikes were there in Lyon?", "How many strikes were there in Nantes?"),
        "smaller",
        False,
    ),
    (
        "Did more refugees go home in May than in June?",
        ("How many refugees went home in May?", "How many refugees went home in June?"),
        "greater",
        True,
    ),
    (
        "Where did more people die, in Lyon or in Nantes?",
        ("How many people died in Lyon?", "How many people died in Nantes?"),
        "greater",
        False,
    ),
    (
        "Were there more visits to the museum last year or in 2019?",
        ("How many visits were there to the museum last year?", "How many visits were there to the museum in 2019?"),
        "greater",
        False,
    ),
    (
        "Did Ana Prieto get more votes in Lyon than Luc Moreau?",
        ("How many votes did Ana Prieto get in Lyon?", "How many votes did Luc Moreau get in Lyon?"),
        "greater",
        True,
    ),
    (
        "Did Ana Prieto get more votes in Lyon than in Nantes?",
        ("How many votes did Ana Prieto get in Lyon?", "How many votes did Ana Prieto get in Nantes?"),
        "greater",
        True,
    ),
    (
        "Which party has won more seats: the Greens or the Liberals?",
        ("How many seats have the Greens won?", "How many seats have the Liberals won?"),
        "greater",
        False,
    ),
    (
        "Which company is cutting more jobs, Norvane or Brookfold?",
        ("How many jobs is Norvane cutting?", "How many jobs is Brookfold cutting?"),
        "greater",
        False,
    ),
    (
        "Will Norvane cut more jobs than Brookfold?",
        ("How many jobs will Norvane cut?", "How many jobs will Brookfold cut?"),
        "greater",
        True,
    ),
    (
        "Who has more members, the union or the nurses?",
        ("How many members does the union have?", "How many members do the nurses have?"),
        "greater",
        False,
    ),
    (
        "Which country exported more oil last year, Norway or Qatar?",
        ("How much oil did Norway export last year?", "How much oil did Qatar export last year?"),
        "greater",
        False,
    ),
    (
        "Who paid more, Norvane or Brookfold?",
        ("How much did Norvane pay?", "How much did Brookfold pay?"),
        "greater",
        False,
    ),
    (
        "Which cost more, the bridge or the tunnel?",
        ("How much did the bridge cost?", "How much did the tunnel cost?"),
        "greater",
        False,
    ),
    (
        "Which is more expensive, the bridge or the tunnel?",
        ("How much does the bridge cost?", "How much does the tunnel cost?"),
        "greater",
        False,
    ),
    (
        "Was the bridge cheaper than the tunnel?",
        ("How much did the bridge cost?", "How much did the tunnel cost?"),
        "smaller",
        True,
    ),
    (
        "Was Norvane fined more than Brookfold?",
        ("How much was Norvane fined?", "How much was Brookfold fined?"),
        "greater",
        True,
    ),
    (
        "Did Norvane pay a higher fine than Brookfold?",
        ("How high a fine did Norvane pay?", "How high a fine did Brookfold pay?"),
        "greater",
        True,
    ),
    ("Which is older, the mill or the church?", ("How old is the mill?", "How old is the church?"), "greater", False),
    ("Is Ana Prieto younger than Luc Moreau?", ("How old is Ana Prieto?", "How old is Luc Moreau?"), "smaller", True),
    ("Were the mills older than the church?", ("How old were the mills?", "How old was the church?"), "greater", True),
    (
        "Was inflation in Spain lower than in Italy?",
        ("How high was inflation in Spain?", "How high was inflation in Italy?"),
        "smaller",
        True,
    ),
    (
        "Which of the two lasted longer, the strike or the march?",
        ("How long did the strike last?", "How long did the march last?"),
        "greater",
        False,
    ),
    (
        "Which opened first, the bakery or the cafe?",
        ("When did the bakery open?", "When did the cafe open?"),
        "earlier",
        False,
    ),
    (
        "Which train leaves later, the Lyon express or the Nantes express?",
        ("When does the Lyon express leave?", "When does the Nantes express leave?"),
        "later",
        False,
    ),
    (
        "Did Norvane open its office earlier than Brookfold?",
        ("When did Norvane open its office?", "When did Brookfold open its office?"),
        "earlier",
        True,
    ),
    (
        "Who is younger Ana Prieto or Luc Moreau?",
        ("How old is Ana Prieto?", "How old is Luc Moreau?"),
        "smaller",
        False,
    ),
    (
        "Was Beyond the Gates of Splendor or Jesus Camp released first?",
        ("When was Beyond the Gates of Splendor released?", "When was Jesus Camp released?"),
        "earlier",
        False,
    ),
]
LEFT_ALONE = [
    "Did the mayor or the governor speak?",
    "Is it true or false?",
    "Who won, Ana Prieto or Luc Moreau?",
    "What is more important to the union?",
    "What is more important to the union, pay or hours?",
    "Who is more popular, Ana Prieto or Luc Moreau?",
    "Who is better, Ana Prieto or Luc Moreau?",
    "How many more votes did Ana Prieto get than Luc Moreau?",
    "How many more votes did Ana Prieto or Luc Moreau get?",
    "Did the storm kill more than 300 people?",
    "Did more than 300 people die in Lyon or Nantes?",
    "Is the captain more than 50 years old?",
    "Did the talks last longer than a week?",
    "Did Ana Prieto get more votes than expected?",
    "Did Ana Prieto get more votes than a year earlier?",
    "Did Ana Prieto get more votes than last year?",
    "Did Ana Prieto win more votes or more seats?",
    "Did the company lose more users than it gained?",
    "Did the union get more members than votes?",
    "Who said that more people died, the mayor or the governor?",
    "Who got more votes than Luc Moreau?",
    "Who got more votes, Ana Prieto, Luc Moreau or Eva Lind?",
    "Who got more votes, Ana Prieto or Ana Prieto?",
    "What did the union want, more pay or shorter hours?",
    "Do most people prefer Lyon or Nantes?",
    "Did at least one mayor or governor resign?",
    "Did France sell more cars in Spain than Italy?",
    "Were there more arrests in May than in June 2020?",
    "Were people more or less content?",
    "Is the Marsilea or the Brabejum the genus of more species?",
    "Who got more votes?",
    "",
]


@pytest.mark.parametrize(("question", "questions", "sought", "confirms"), COMPARED)
def test_each_side_is_asked_for_by_itself(
    question: str, questions: tuple[str, str], sought: Sought, confirms: bool, parser: SpacyParser
) -> None:
    found = read_comparison(parser.parse([question])[0])
    assert found is not None
    assert (found.questions, found.sought, found.confirms) == (questions, sought, confirms)
    assert all(name in question for name in found.names)


@pytest.mark.parametrize("question", LEFT_ALONE)
def test_other_questions_compare_nothing(question: str, parser: SpacyParser) -> None:
    assert read_comparison(parser.parse([question])[0]) is None


WORDS = (
    "who which did were is more fewer older first votes A Ana B May June in than or and , : ? the 300 most of"
).split()


@settings(max_examples=150)
@given(text=st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)))
@example(text="more, or?")
@example(text="Of and, more than or?")
def test_any_text_is_read(text: str, parser: SpacyParser) -> None:
    found = read_comparison(parser.parse([text])[0])
    assert found is None or (isinstance(found, Comparison) and all(q.endswith("?") for q in found.questions))


def test_a_figure_of_another_thing_decides_nothing(tmp_path: Path) -> None:
    (tmp_path / "tax.md").write_text(
        "Councillors in Thornleigh voted on Thursday to raise council tax by 4.9 per cent.", encoding="utf-8"
    )
    (tmp_path / "peso.md").write_text(
        "Uruguay's Monetary Stability Council left its main interest rate unchanged on Friday. "
        "The peso of Uruguay gained about 0.8 per cent against the dollar.",
        encoding="utf-8",
    )
    with Pipeline(corpus=tmp_path) as pipeline:
        answer = pipeline.ask("Did council tax in Thornleigh rise more than inflation in Uruguay?")
    assert "higher figure" not in str(answer.reason)
