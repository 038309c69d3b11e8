"""Where sentences of news end. Each case is the list of sentences; the text is their join."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from rag.schema import Sentence

    SplitTexts = Callable[[str], list[str]]
    Split = Callable[[str], tuple[Sentence, ...]]

ABBREVIATIONS = [
    ["The U.S. Senate voted on Jan. 5 in St. Louis.", "Gov. Smith met Sen. Jones."],
    ["He lives in the U.S.", "The plane left."],
    ["He lives in the U.S.", "“We commend them for their help,” he said."],
    ["The U.S. “Dream Act” passed.", "It was signed."],
    ["U.N. Secretary-General António Guterres spoke.", "The U.K. and the E.U. agreed."],
    ["Acme Inc. said it won vs. Germany at 5 p.m. Tuesday.", "Shares of Beta Corp. rose."],
    ["He works at Acme Inc.", "The firm is large."],
    ["Acme Co. (NYSE: ACM) fell.", "Its rival Ltd. firms did not."],
    [
        "He left at 6 a.m.",
        "The train was late.",
        "It came at 7 a.m. EST.",
        "Police left at 8 p.m.",
        "She saw it.",
    ],
    ["The vote is at 3 p.m. Jan. 5 in Reno.", "Call at 9 a.m. Eastern time."],
    ["Dr. Lee, Mr. Roe, Mrs. Poe and Ms. Kim met Prof. Dr. Müller.", "All agreed."],
    ["Lt. Gen. Ann Lee and Maj. Gen. Bo Roe spoke.", "Sgt. 1st Class Cy Poe did not."],
    ["Atty. Gen. Lee met Amb. Roe, Gens. Poe and Kim, Govs. Day and May.", "Supt. Fay waited."],
    ["J. K. Rowling met J.D. Vance and George W. Bush.", "Samuel L. Jackson left."],
    ["The Rev. Dr. Martin Luther King Jr. spoke.", "Rep. Nancy Pelosi, D-Calif., listened."],
    ["It is No. 5 of nos. 4 and 5.", "See p. 5, pp. 6-7, vol. 3, Fig. 2 and Eq. 4.", "No. 6 is next."],
    ["He said no.", "Police left.", "She told me.", "Doctors came.", "He felt ill.", "Nurses helped."],
    ["It began in May.", "Doctors said so.", "He moved to LA.", "Friends followed.", "Yahoo.", "Google too."],
    [
        "Take vitamin D.",
        "Doctors say so.",
        "He chose Plan B.",
        "Police agreed.",
        "Hepatitis B.",
        "Nobody knew.",
    ],
    ["He met Smith et al. on Main St. near Mt. Hood.", "It was cold."],
    ["On Tues. Jan. 5 and Wed. Jan. 6 it rained.", "In Sept. 2001 it did not."],
    ["It is 5 ft. 3 in. tall and weighs 4 lb. 2 oz. in all.", "The rest is 3.5 mm. wide."],
    ["A Ph.D. student and an M.D. met.", "He has a Ph.D.", "She has an M.D."],
    ["This (i.e. that), e.g. these, etc. are it.", "The end."],
    ["The A.I. boom goes on.", "The F.B.I. said so.", "So did the C.I.A."],
    ["DR. SMITH CAME TO ST. LOUIS.", "HE LEFT."],
    ["Roe v. Wade was overturned.", "Smith vs. Jones was not."],
]

NUMBERS = [
    ["It costs $3.5 million, up 4.25 percent.", "That is 1.5 times more."],
    ["The rate is 3.5.", "It was 4.", "Then it was 5."],
    ["He was born in 1990.", "In 2010 he left.", "10 people came."],
    ["Version 2.0. is out.", "It is new."],
    ["Win 3-2.", "Lose 2-3."],
    ["He listed: 1. Bread is it.", "2. Milk came.", "3. Eggs left."],
    ["We assume that a) it rains.", "b) It pours.", "c) It snows."],
    ["He ran (see p. 5. It matters) and left.", "She stayed."],
]

ENDS = [
    ["He said ... nothing.", "He left...", "Then he came back.", "He paused …", "Then he spoke."],
    ["Yes!", "No!!", "What?!", "Is it so?", "OK."],
    ["Jeopardy! is a show.", "Yahoo! said it rose.", "Panic! at the Disco sang."],
    ["He left.[1]", "She came.[2][3]", "They met.[citation needed]", "All agreed."],
    [
        "(He had left.)",
        "He came back.",
        "[She had not.]",
        "She stayed.",
        "(It rained. It poured.)",
        "They ran.",
    ],
    ["The iPhone sold.", "eBay rose.", "He fled.", "al-Shabab claimed the attack."],
    ["See https://www.example.com/a.b?c=d.", "Mail a.b@c.org.", "Visit example.com/news.", "Go."],
    ["WASHINGTON (AP) — The U.S. Senate voted.", "It passed."],
    ["i went home.", "then i left.", "it was late."],
    ["Amazon.Com said so.", "It rose."],
    ["He left.", "", "She came."],
]

QUOTATIONS = [
    ["“We commend them. We look forward. It is good,” said Noem.", "“We left.”", "“We came.”", "He said so."],
    ['"We commend them. We look forward. It is good," said Noem.', '"We left."', '"We came."', "He said so."],
    ["‘We left. They came,’ he said.", "It’s John’s.", "The boys’ school is shut.", "‘We stayed.’"],
    ["'We left. They came,' he said.", "It's John's.", "Don't go.", "It's 5 o'clock.", "'Tis late."],
    ["“Stop!” he said.", "“Why?” she asked.", '"Why?" she asked.', '"Stop!" he cried.', '"Go."', "She left."],
    [
        "“Why?” Smith asked.",
        "“Stop!” President Obama said.",
        '"Really?" the mayor asked.',
        "“Who?” said Lee.",
    ],
    [
        "“Who is it?”",
        "The man left.",
        "“What now?”",
        "She asked him to go.",
        "“Who?”",
        "John said he was tired.",
    ],
    ["He said it was “good.”", "The end came.", "She called it “bad!”", "Nobody answered.", "“Never.”"],
    ["The deal — “We won. They lost,” he said — was done.", "It was late."],
    ["He said: “Stop. Go.”", "Then he left.", "“He told me ‘Go. Run.’ and I ran,” she said.", "It was dark."],
    ["“I was there... I saw it.”", "He wept."],
    ["“It grew 5.5 percent. That is good,” she said, “and it will last. I know it.”", "He did not."],
    ["She read “Who Is Afraid?” and left.", "He saw “Oklahoma!” Tuesday night.", "They slept."],
    ["He is 5'10\" tall.", "She is 6'1\".", '"We left," he said.'],
]

OTHER_LANGUAGES = [
    ["¿Cómo estás?", "¡Bien!", "Dijo que sí.", "«No sé. Quizás», dijo.", "Se fue."],
    ["« Je pars. Tu restes », dit-il.", "Il partit.", "Elle resta."],
    ["„Ich gehe. Du bleibst“, sagte er.", "Er ging.", "»Ja. Nein«, sagte sie.", "Sie blieb."],
    ["Он сказал.", "Она ушла.", "Почему?"],
    ["مرحبا.", "كيف حالك؟", "أنا بخير.", "قال الوزير: «لا أعرف. ربما».", "غادر."],
    ["यह पहला वाक्य है।", "यह दूसरा है।", "क्या यह है?", "हाँ।"],
]

CHINESE_AND_JAPANESE = [
    ["他说。", "这是第二句。", "真的吗？", "是的！"],
    ["“你好。再见。”他说。", "然后走了。"],
    ["这是U.S.的。", "好。"],
    ["日本語です。", "「はい。いいえ。」と言った。", "次。"],
]


@pytest.mark.parametrize(
    "sentences",
    [*ABBREVIATIONS, *NUMBERS, *ENDS, *QUOTATIONS, *OTHER_LANGUAGES],
    ids=lambda case: case[0][:40],
)
def test_sentences_end_where_they_end(sentences: list[str], split_texts: SplitTexts) -> None:
    assert split_texts(" ".join(sentences)) == [sentence for sentence in sentences if sentence]


@pytest.mark.parametrize("sentences", CHINESE_AND_JAPANESE, ids=lambda case: case[0])
def test_sentences_end_without_a_space(sentences: list[str], split_texts: SplitTexts) -> None:
    assert split_texts("".join(sentences)) == sentences


@pytest.mark.parametrize("sentences", [*ABBREVIATIONS, *NUMBERS, *ENDS, *QUOTATIONS], ids=lambda case: case[0][:40])
def test_double_spaces_change_nothing(sentences: list[str], split_texts: SplitTexts) -> None:
    assert split_texts("  ".join(sentences)) == [sentence for sentence in sentences if sentence]


@pytest.mark.parametrize("title", ["Mr", "Mrs", "Ms", "Dr", "Prof", "Gov", "Sen", "Rep", "Gen", "Col", "Lt", "Capt"])
@pytest.mark.parametrize("name", ["Smith", "Ünal", "O’Neill", "J. Smith", "de Blasio"])
def test_a_title_is_never_cut_from_its_name(title: str, name: str, split_texts: SplitTexts) -> None:
    text = f"They met {title}. {name} on Monday. He left."
    assert split_texts(text) == [f"They met {title}. {name} on Monday.", "He left."]


MONTHS = ["Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec"]


@pytest.mark.parametrize("month", MONTHS)
def test_a_month_is_never_cut_from_its_day(month: str, split_texts: SplitTexts) -> None:
    text = f"It happened {month}. 5 at noon. It ended {month}. 12, 2020. All left."
    assert split_texts(text) == [
        f"It happened {month}. 5 at noon.",
        f"It ended {month}. 12, 2020.",
        "All left.",
    ]


def test_words_after_the_last_end_are_a_sentence(split_texts: SplitTexts) -> None:
    assert split_texts("He left. And then nothing") == ["He left.", "And then nothing"]


def test_marks_alone_are_no_sentence(split_texts: SplitTexts) -> None:
    assert split_texts('  “  ” ... !!! — * "') == []
    assert split_texts("He left. ... !!!") == ["He left. ... !!!"]


def test_a_run_without_an_end_is_cut_at_white_space(split: Split) -> None:
    text = "word " * 5000
    sentences = split(text)
    assert all(len(sentence.text) <= 2000 for sentence in sentences)
    assert " ".join(sentence.text for sentence in sentences) == text.strip()


def test_a_run_without_white_space_is_cut_anyway(split: Split) -> None:
    sentences = split("x" * 4500)
    assert [len(sentence.text) for sentence in sentences] == [2000, 2000, 500]


def test_a_very_long_quotation_is_read_as_its_sentences(split_texts: SplitTexts) -> None:
    said = ["We have seen it many times."] * 60
    assert len(split_texts(f"“{' '.join(said)}” He left.")) == 61


NEWS = "The cat sat on the mat at 5 p.m. Tuesday. “We left. They came,” he said. "
HOSTILE = {
    "points": ". ",
    "opening quotation marks": "“",
    "opening quotation marks of three kinds": "‘a “b 'c ",
    "speech": "“a. ”",
    "brackets": "([a. ",
    "bars": "| ",
    "rules": "- ",
    "items": "- a\n",
    "wrapped lines": "The cat sat on the mat and then it went on to sea\n",
    "agencies": "ap photo ",
    "captions": "(AP Photo/x ",
    "abbreviations": "U.S. ",
    "white space": " \t",
}


def assert_split_within(seconds: float, text: str, split: Split) -> None:
    began = time.process_time()
    sentences = split(text)
    assert time.process_time() - began < seconds
    assert all(text[sentence.start : sentence.end] == sentence.text for sentence in sentences)


@pytest.mark.parametrize("unit", [NEWS, "word ", "x"], ids=["news", "no end", "no space"])
def test_a_megabyte_takes_bounded_time(unit: str, split: Split) -> None:
    assert_split_within(20, (unit * (1_000_000 // len(unit) + 1))[:1_000_000], split)


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_text_takes_a_square_of_its_length(unit: str, split: Split) -> None:
    assert_split_within(10, (unit * (100_000 // len(unit) + 1))[:100_000], split)
