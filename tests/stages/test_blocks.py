"""Lines become headings, credits, items, rows and paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rag.stages.credits import is_credit

if TYPE_CHECKING:
    from collections.abc import Callable

    Kinds = Callable[[str], list[tuple[str, str]]]
    SplitTexts = Callable[[str], list[str]]

BODY = "The plane left on Wednesday morning with 131 people on board."

HEADINGS = [
    "# Talks resume",
    "### Talks resume ###",
    "Talks resume\n============",
    "Talks resume\n---",
    "Talks resume in Geneva",
    "**Talks resume**",
    "By Ann Lee",
]


@pytest.mark.parametrize("heading", HEADINGS)
def test_headings_are_context(heading: str, kinds: Kinds) -> None:
    found = kinds(f"{heading}\n\n{BODY}")
    assert [kind for kind, _ in found] == ["heading", "body"]
    assert found[1][1] == BODY


@pytest.mark.parametrize("heading", ["Talks resume. Five dead", "Is it over?", "No. 5 is alive", "1. One"])
def test_a_heading_with_marks_is_one_piece(heading: str, kinds: Kinds) -> None:
    assert kinds(f"# {heading}\n{BODY}")[0] == ("heading", heading)


@pytest.mark.parametrize(
    "line",
    ["Talks resume.", "Who won?", "They said:", "five people died", "- Talks resume", "1. Talks resume"],
)
def test_what_is_no_title_is_body(line: str, kinds: Kinds) -> None:
    assert [kind for kind, _ in kinds(f"{line}\n\n{BODY}")] == ["body", "body"]


def test_a_short_line_before_a_list_or_the_end_is_body(kinds: Kinds) -> None:
    assert kinds("Countries on the list\n\n- Iran\n- China") == [
        ("body", "Countries on the list"),
        ("body", "Iran"),
        ("body", "China"),
    ]
    assert kinds(f"{BODY}\n\nThe end of it all")[-1] == ("body", "The end of it all")


def test_a_thematic_break_is_no_sentence(split_texts: SplitTexts) -> None:
    assert split_texts(f"{BODY}\n\n---\n\n{BODY}\n***\n{BODY}\n* * *\n___") == [BODY] * 3


def test_paragraphs_on_lines_of_their_own_are_apart(split_texts: SplitTexts) -> None:
    paragraphs = ["It is the first deal of its kind in the U.S.", "“We left,” he said.", BODY]
    assert split_texts("\n".join(paragraphs)) == paragraphs


def test_a_long_paragraph_that_ends_in_an_abbreviation_is_apart(split_texts: SplitTexts) -> None:
    first = f"The lawyers told the judge that {'none of ' * 8}their friends had lobbied anybody in the U.S."
    assert split_texts(f"{first}\nMueller asked the judge.") == [first, "Mueller asked the judge."]


WRAPPED = [
    ["He met Mr.", "Smith on Monday."],
    ["The agreement, secured after months of talks with", "Uzbekistan, is the first of its kind."],
    ["The chartered plane, which departed from the U.S.", "Senate’s own airfield, was full."],
    ["Border encounters have dropped to an average of", "11,363 a day in February and March."],
    ["It is a deal that both of the governments had", "1. never wanted."],
    ["“We commend the president for his leadership. We", "look forward to more,” said DHS Secretary Noem."],
    ["“We commend the president for his leadership.", "We look forward to more,” said Secretary Noem."],
    ["The deal took effect on the morning of last Jan.", "5, officials said."],
    ["It was a quiet step for the two governments —", "– a small one – towards each other."],
]


@pytest.mark.parametrize("lines", WRAPPED, ids=lambda lines: lines[0][:30])
def test_a_wrapped_line_goes_on(lines: list[str], split_texts: SplitTexts) -> None:
    assert split_texts("\n".join(lines)) == ["\n".join(lines)]


LISTS = [
    (
        ["- Iran", "- China. And more.", "* Cuba", "• Peru", "+ Fiji"],
        ["Iran", "China.", "And more.", "Cuba", "Peru", "Fiji"],
    ),
    (
        ["1. Iran", "2) China. And more.", "(3) Cuba", "a. Peru", "b) Fiji"],
        ["1. Iran", "2) China.", "And more.", "(3) Cuba", "a. Peru", "b) Fiji"],
    ),
    (["— Yes, he said.", "— No, she said."], ["Yes, he said.", "No, she said."]),
    (
        ["- an item that is long enough to be a wrapped", "  line and goes on here"],
        ["an item that is long enough to be a wrapped\n  line and goes on here"],
    ),
    (
        ["1. an item that is long enough to be a wrapped line", "2. another"],
        ["1. an item that is long enough to be a wrapped line", "2. another"],
    ),
]


@pytest.mark.parametrize(("lines", "expected"), LISTS, ids=lambda case: case[0][:20])
def test_items_stand_alone_without_their_bullets(
    lines: list[str], expected: list[str], split_texts: SplitTexts
) -> None:
    assert split_texts("\n".join(lines)) == expected


def test_block_quotes_lose_their_marks_and_keep_their_lines(split_texts: SplitTexts) -> None:
    quoted = "> “We left,” he said.\n>\n> The second paragraph of the quotation goes on\n> to a second line."
    assert split_texts(f"{quoted}\n\nHe left.") == [
        "“We left,” he said.",
        "The second paragraph of the quotation goes on\n> to a second line.",
        "He left.",
    ]


def test_a_row_of_a_table_is_one_piece(split_texts: SplitTexts) -> None:
    text = "| Nation | People |\n|---|--:|\n| Dr. A. Left. | 5.5 |\n| Peru. Fiji. | 6 |\n\nHe left."
    assert split_texts(text) == [
        "| Nation | People |",
        "| Dr. A. Left. | 5.5 |",
        "| Peru. Fiji. | 6 |",
        "He left.",
    ]


CREDITS = """
File Source: US Embassy in Uzbekistan
Source: US Embassy
Photo: AP
PHOTO: JOHN SMITH/REUTERS
Photo : AFP
Photo/AP
Photo | Reuters
Photo © Ann Lee
Photo by Ann Lee
Photo by Ann Lee for The New York Times.
Photos by Ann Lee and Bo Roe
Photo courtesy of NASA
Photo via Flickr/Ann Lee (CC BY 2.0)
Photo credit: Ann Lee
Photo - Ann Lee
Photography by Ann Lee
Photograph: Ann Lee/The Guardian
Photograph by Win McNamee/Getty Images.
Picture: Ann Lee
Image: Google Maps
Image credit: NASA/JPL-Caltech
Image by Gerd Altmann from Pixabay
Image courtesy of the Uzbek Foreign Ministry: MFA
Illustration by Ann Lee
Graphic: BBC
Video: Reuters
Caption: A man walks past the embassy
Credit: Ann Lee
Credit...Ann Lee/The New York Times
Courtesy of NASA
Handout via Reuters
Handout photo
File photo
(File photo)
[Photo: AFP]
*Photo: Ann Lee*
> Photo: Ann Lee
AP Photo/Evan Vucci
(AP Photo/Evan Vucci)
(AP Photo/Evan Vucci, File)
REUTERS/Kevin Lamarque
AFP/Getty Images
Getty Images
John Moore/Getty Images
John Moore | Getty Images
Evan Vucci / AP
Ann Lee, AP
Kyodo News via AP
via REUTERS
Screenshot: YouTube
Screengrab via Twitter
© 2024 Reuters. All rights reserved.
©AFP
© Ann Lee
Copyright 2024 The Associated Press. All rights reserved.
Copyright © 2024 BBC
Foto: dpa
图片来源：新华社
A man walks past the embassy in Tashkent, May 5, 2024. REUTERS/Ann Lee
President Biden speaks at the White House, Monday, May 5, 2024, in Washington. (AP Photo/Evan Vucci)
Migrants board a plane in El Paso. (Photo by Ann Lee/Getty Images)
""".strip().splitlines()


@pytest.mark.parametrize("line", CREDITS)
def test_credits_and_captions_are_context(line: str, kinds: Kinds) -> None:
    found = kinds(f"{BODY}\n{line}\n{BODY}")
    assert [kind for kind, _ in found] == ["body", "credit", "body"]


NO_CREDITS = """
Photos of the raid show men with rifles at the gate.
Photographs from the scene show bodies on the street.
Photo evidence of the attack was posted on Tuesday.
Photo-sharing app Instagram said it had grown.
Photographers from Reuters were arrested in Kabul.
Photo by photo, the archive was put online by volunteers.
Pictures of the crash emerged on Tuesday.
Picture-perfect weather greeted the fans.
Images from Gaza showed whole streets in ruins.
Image and video quality has improved, the firm said.
Video of the attack was posted online.
Video footage shows the plane leaving the runway.
Sources from the ministry said that five people died.
Sources of income include fish and tourism.
Sources via the embassy confirmed that the deal was signed.
Source code was leaked by a former employee.
Credit-card debt rose 5% in May.
Credit by banks to small firms fell in March.
Credit of 5 million euros was granted to the city.
Credits from the state lured the film crews to Georgia.
Courtesy of the mayor, the fountain works again.
Graphic images of the attack were shared widely.
Illustrations by children hang in the hall.
Caption writers across the city were laid off.
Copyright law is about to change, the minister said.
Copyright by itself does not protect a headline.
Reuters reported on Monday that the deal was off.
Reuters - The United Nations said five people died.
Reuters/Ipsos poll found that 40% of Americans agree.
AP — The president said on Tuesday that he would go.
AP reporters saw five bodies on the road.
AFP quoted a police officer as saying nine had died.
Getty Images sued the maker of an image generator.
Getty said that it would appeal.
Courtesy, he said, costs nothing.
File-sharing sites were blocked by the court.
Lead poisoning is on the rise in the city.
Stock images are cheap, the photographer said.
The death toll rose to 500 on Monday. (Source: UNHCR)
The deal was signed on Monday, according to the AP.
""".strip().splitlines()


@pytest.mark.parametrize("line", NO_CREDITS)
def test_sentences_that_begin_like_credits_are_evidence(line: str, kinds: Kinds) -> None:
    assert not is_credit(line)
    found = kinds(f"{BODY}\n{line}\n{BODY}")
    assert {kind for kind, _ in found} == {"body"}


def test_a_long_line_is_no_credit() -> None:
    assert not is_credit("Photo: " + "and the people went on and on " * 20)
