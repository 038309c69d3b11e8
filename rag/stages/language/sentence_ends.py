"""Whether a full stop of English news ends its sentence.

Rules for what a general segmenter gets wrong: titles and numbers that wait for what follows, clock times
before a day, speech with its speaker behind it; and for what it overlooks: words taken for abbreviations.
``left`` is the text before a place without white space at its end, ``right`` the text after it without white
space at its start; some 30 characters before and 100 after are enough.
"""

from __future__ import annotations

import re

_WAITS = re.compile(
    r"(?:^|[^\w.])(?:Mr|Mrs|Ms|Mx|Messrs|Drs?|Profs?|Gens?|Cols?|Lts?|Majs?|Capts?|Cmdrs?|Adms?|Sgts?|Cpls?|Pvts?|Pfc|"
    r"Spc|Sens?|Reps?|Govs?|Atty|Attys|Amb|Supt|Insp|Det|Revs?|Frs?|Br|Bro|Msgr|Hon|Pres|Asst|Mme|Mlle|Sts?|Ste|Mts?|"
    r"Ft|Bp|vs|v|cf|feat)\.$"
)
"""Titles and other words that the name after them completes."""
_COUNTS = re.compile(
    r"(?:^|[^\w.])(?:[Nn]os?|[Pp]p?|[Vv]ols?|[Cc]hs?|[Ee]qs?|[Ff]igs?|[Aa]rts?|[Ss]ecs?|[Pp]ars?|[Aa]pprox|[Cc]a|[Cc]|"
    r"[Rr]ev|[Vv]er|[Ee]d|[Ee]st|Ex|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)
"""Words that the number after them completes."""
_FUNCTION_WORD = (
    r"(?:The|An?|It|He|She|They|We|I|You|But|And|In|On|At|This|These|That|Those|There|However|When|While|After|"
    r"Before|Then|Now|Here|What|Who|Why|How|Some|Many|Most|Its|His|Her|Their|Our|My|If|As|For|With|Since|Although|Yet|So|Not|No)"
)
_OPENS = re.compile(rf"[\"“‘'(\[]*{_FUNCTION_WORD}(?:,?\s+[a-z]|['’][a-z])")
"""A capitalised word that opens sentences and hardly ever continues one, before a word in lower case."""
_DAY = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.|"
    r"(?:Jan|Feb|March|April|May|June|July|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+\d)"
)
_CLOCK = re.compile(r"(?:\d\s?[ap]\.m|\b(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun))\.$", re.IGNORECASE)
_AFTER_CLOCK = re.compile(rf"{_DAY}|(?:[A-Z]{{1,3}}T|UTC|Eastern|Central|Pacific|Mountain|Atlantic|Greenwich)\b")
_SPEECH_END = re.compile(r"[!?…][\"”’»']$|\.\.\.[\"”’»']$")
_SAID = (
    r"(?:said|says|asked|asks|told|added|adds|wrote|writes|replied|cried|shouted|yelled|screamed|tweeted|posted|"
    r"recalled|wondered|joked|quipped|argued|warned|explained|continued|insisted|declared|exclaimed|demanded|"
    r"responded|answered|chanted)"
)
_SPEAKER = re.compile(
    rf"(?!(?:{_FUNCTION_WORD}|Nobody|Everyone|Someone|Others|None)\s(?:[a-z]+\s)?{_SAID}\b)(?:[Tt]he\s)?(?:[^\W\d_][\w.'’-]*,?\s+){{1,7}}?{_SAID}\b"
    rf"(?!\s+(?:that|he|she|they|it|there|his|her|their|its)\b)"
)
_PARTICLE_OR_BRAND = re.compile(
    r"(?:al|el|bin|ibn|de|van|von|der|du|da|di|le|la)[-\s][A-Z]|[a-z]\w?[A-Z]|(?:https?://|www\.)"
)
_MARKER = re.compile(r"\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\)\s")
_OPEN_MARKER = re.compile(r"[:;]\s\(?\d{1,2}[.)]$")
_CLOSED = re.compile(r"[。！？…][”」』]$")
_CJK_SPEAKER = re.compile(r"(?:と|って)|[^\s。！？，、]{1,12}?(?:说|說|道|问|問|称|稱|表示)")
_GLUED = re.compile(r"[^\W\d_]{2,}[.!?][\"”’»)\]]*$")
_AFTER_GLUED = re.compile(r"[\"“‘(]*(?!(?:Com|Org|Net|Gov|Edu|Co|Io|Uk)\b)[A-Z](?:[a-z]+[\s,]|\s)")
_WORDS_TAKEN_FOR_ABBREVIATIONS = re.compile(
    r"(?:^|[^\w.])(?:me|no|may|miss|art|ill|ok|fed|fig|id|con|ken|mar|ore|ref|exec|pa|ma|arc|ark|min|sec|hr|mm|"
    r"May|No|Yahoo|[A-Z]{2,})\.$"  # words, units, and letters that take no full stop of their own
)
_LETTERED = re.compile(
    r"\b(?:vitamin|hepatitis|plan|group|type|class|grade|category|section|part|point|exhibit|block|team|phase|"
    r"schedule|appendix|figure|chapter|model|option|level|war|division|title)\s[A-Z]\.$",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(r"[\"“‘'(\[]*(?!(?:One|Two|Three)\b)[A-Z][a-z]")
_INITIALS = re.compile(r"\b[A-Z]\.(?:[A-Z]\.)+$")
_ELLIPSIS = re.compile(r"\w\s?…$")
_SPEECH = re.compile(r"[“\"‘][A-Z][^“”\"]*?(?:\s[^“”\"\s]+){3}")
"""A quotation of four words and more that begins with a capital: speech, not the name of a thing."""


def ends_sentence(left: str, right: str, *, spaced: bool, capitalises: bool) -> bool:
    """Tell whether a place where a segmenter cuts is the end of a sentence.

    ``spaced`` says that white space stands at the place; ``capitalises`` that the text's sentences begin with
    capitals, so that a small letter goes on with one.
    """
    if not spaced and left[-1:].isascii():
        return bool(_GLUED.search(left) and _AFTER_GLUED.match(right))
    if _MARKER.match(right):
        return True
    if _OPEN_MARKER.search(left) or (_CLOSED.search(left) and _CJK_SPEAKER.match(right)):
        return False
    if capitalises and _first_letter(right).islower() and not _PARTICLE_OR_BRAND.match(right):
        return False
    if _COUNTS.search(left) and right[:1].isdigit():
        return False
    if (_WAITS.search(left) or _INITIALS.search(left)) and not (_OPENS.match(right) or _SPEECH.match(right)):
        return False
    if _CLOCK.search(left) and _AFTER_CLOCK.match(right):
        return False
    return not (_SPEECH_END.search(left) and (_SPEAKER.match(right) or re.match(_DAY, right)))


def ends_sentence_unseen(left: str, right: str) -> bool:
    """Tell whether a place after a full stop, where a segmenter does not cut, is the end of a sentence."""
    if _INITIALS.search(left) or _ELLIPSIS.search(left):
        return bool(_OPENS.match(right) or _SPEECH.match(right))
    hidden = _WORDS_TAKEN_FOR_ABBREVIATIONS.search(left) or _LETTERED.search(left)
    return bool(hidden and _CAPITALISED.match(right))


def _first_letter(text: str) -> str:
    """Return the first letter, or nothing where a digit or white space stands before it."""
    for character in text:
        if character.isalpha():
            return character
        if character.isalnum() or character.isspace():
            break
    return ""
