"""Regular expressions that find quantities in folded text, and readers of what stands around a number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from rag.stages.language.folding import listed, word_set
from rag.stages.language.number_words import (
    CARDINAL_PATTERN,
    DENOMINATORS,
    ORDINAL_PATTERN,
    SCALE_LETTERS,
    SCALES,
    WORDS_PATTERN,
    read_words,
)
from rag.stages.language.unit_words import (
    CURRENCY_CODES,
    CURRENCY_NAMES,
    CURRENCY_SIGNS,
    HEDGES_AFTER,
    HEDGES_BEFORE,
    MEASURES,
    Bound,
)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_SCALE = _any_of(SCALES)
_GLYPHS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_DIGITS = r"[0-9]{1,3}(?:,[0-9]{2,3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+"


def _number(words: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w.,])(?:(?P<digits>{_DIGITS})(?P<glyph>[½¼¾])?"
        rf"(?:(?P<letters>{_any_of(SCALE_LETTERS)})(?![^\W_])|(?P<scale>(?:[\s-]?(?:{_SCALE}))+)(?![^\W_]))?"
        rf"|(?P<alone>[½¼¾])|(?P<words>{words})"
        rf"(?P<half>\sand\sa\shalf(?!\w)(?:\s(?P<half_scale>{_SCALE})(?!\w))?)?)"
    )


NUMBER = _number(WORDS_PATTERN)
"""One number in digits or words, with the scale that follows it."""

SMALL_NUMBER = _number(rf"{CARDINAL_PATTERN}(?![^\W_])")
"""The same for words that make no number together, such as ``five six seven``."""

VAGUE = re.compile(
    r"(?<![\w-])(?P<vague>(?:(?:tens|dozens|scores|hundreds|thousands|millions)\sof\s)?"
    r"(?:tens|dozens|scores|hundreds|thousands|millions|billions|trillions))(?=\sof\b|\s[a-z]|[.,;:]|$)(?!\w)"
)
VAGUE_SIZES = {"tens": 10, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1_000}
VAGUE_SIZES |= {"millions": 1_000_000, "billions": 1_000_000_000, "trillions": 1_000_000_000_000}

RATIO = re.compile(
    rf"(?<![\w.,])(?P<part>[0-9]{{1,4}}|{CARDINAL_PATTERN})\s(?:in|out\sof)(?:\severy)?\s"
    rf"(?P<whole>[0-9]{{1,4}}|{CARDINAL_PATTERN})(?![\w-])(?!,[0-9]|\.[0-9]|\s(?:{_SCALE}))"
)
FRACTION = re.compile(
    rf"(?<![\w.,/$£€])(?:(?P<above>[0-9]{{1,2}})/(?P<under>[0-9]{{1,2}})(?![\w/])"
    rf"|(?P<count>an?|{CARDINAL_PATTERN})[\s-](?P<below>{_any_of(DENOMINATORS)})(?![^\W_])"
    rf"(?=\s(?:of|the|as|more|less|larger|smaller|and)\b|[.,;:)]|$|-(?:point|mile|hour))"
    rf"|(?<!first )(?<!second )(?<!other )(?<!latter )(?P<half>half)(?=\s(?:of|the|its|their|his|her|our|all|that|those|these|as)\b|[.,;:)]|$))"  # noqa: E501
)
ORDINAL = re.compile(rf"(?<![\w.,-])(?P<ordinal>[0-9]{{1,4}}(?:st|nd|rd|th)|{ORDINAL_PATTERN})(?![^\W_])(?!['’]s)")

MULTIPLES: dict[str, Decimal] = {
    **dict.fromkeys(
        listed(
            """
        twice twofold double doubled doubles doubling
        """
        ),
        Decimal(2),
    ),
    **dict.fromkeys(
        listed(
            """
        thrice threefold triple tripled triples tripling
        """
        ),
        Decimal(3),
    ),
    **dict.fromkeys(["fourfold", "quadruple", "quadrupled", "quadrupling"], Decimal(4)),
    **dict.fromkeys(["halve", "halved", "halves", "halving"], Decimal("0.5")),
    "fivefold": Decimal(5),
    "tenfold": Decimal(10),
}
MULTIPLE = re.compile(rf"(?<![\w-])(?P<word>{_any_of(MULTIPLES)})(?![\w-])")

_PERCENT = re.compile(
    r"\s?%|[\s-](?P<points>percentage[\s-]points?|basis[\s-]points?)(?!\w)|[\s-](?:percent|per\s?cent|pct)(?!\w)"
)
_MONEY = re.compile(
    rf"[\s-](?P<name>{_any_of(CURRENCY_NAMES)})s?(?!\w)|\s?(?P<code>{_any_of(sorted(CURRENCY_CODES))})(?!\w)"
)
_SIGN = re.compile(rf"(?P<sign>{_any_of(CURRENCY_SIGNS)})\s?$|(?<!\w)(?P<code>{_any_of(sorted(CURRENCY_CODES))})\s?$")
_TIMES = re.compile(r"[\s-]times(?!\w)|[\s-]?fold(?!\w)|x(?!\w)")
_PLUS = re.compile(r"\+|-plus(?!\w)")
_MEASURE = re.compile(rf"[\s-]?(?:square\s|cubic\s)?(?P<unit>{_any_of(MEASURES)})(?![^\W_])")
_STOP = re.compile(r"(?![^\W_]|[.,/][0-9]|['’][^\W_])")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands directly around a number."""

    start: int
    end: int
    """Span of the number with its sign, percent or currency word."""
    percent: bool = False
    points: bool = False
    currency: str | None = None
    times: bool = False
    plus: bool = False


def read_number(match: re.Match[str]) -> Decimal | None:
    """Return the value of a match of :data:`NUMBER`."""
    if match["words"]:
        value = read_words(match["words"])
        if value is None or not match["half"]:
            return value
        return (value + Decimal("0.5")) * (SCALES[match["half_scale"]] if match["half_scale"] else 1)
    if match["alone"]:
        return _GLYPHS[match["alone"]]
    value = Decimal(match["digits"].replace(",", "")) + _GLYPHS.get(match["glyph"] or "", Decimal(0))
    if match["letters"]:
        value *= SCALE_LETTERS[match["letters"]]
    for word in re.findall(r"[a-z]+", match["scale"] or ""):
        value *= SCALES[word]
    return value


def surroundings(folded: str, match: re.Match[str]) -> Surroundings | None:
    """Return what the number carries; None where its digits are part of a word, as in ``5G`` or ``4x4``."""
    start, end = match.span()
    sign = _SIGN.search(folded, max(0, start - 5), start)
    currency = None
    if sign:
        start = sign.start()
        currency = CURRENCY_SIGNS[sign["sign"]] if sign["sign"] else sign["code"].upper()
    plus = _PLUS.match(folded, end)
    end = plus.end() if plus else end
    if percent := _PERCENT.match(folded, end):
        points = bool(percent["points"])
        return Surroundings(start, percent.end(), percent=not points, points=points, plus=bool(plus))
    if currency is None and (money := _MONEY.match(folded, end)):
        currency = CURRENCY_NAMES[money["name"]] if money["name"] else money["code"].upper()
        return Surroundings(start, money.end(), currency=currency, plus=bool(plus))
    if times := _TIMES.match(folded, end):
        return Surroundings(start, times.end(), times=True)
    whole = _STOP.match(folded, end) or (match["digits"] and _MEASURE.match(folded, end))
    return Surroundings(start, end, currency=currency, plus=bool(plus)) if whole else None


_NOT_NOUNS = word_set(
    """
    of in on at by for with to from and or but as than that which who whose when while where after before
    since until during per is are was were be been being has have had will would could may might can not
    a an the this these those his her its their our your my he she it they we i you so if because more
    less fewer other others such about over under into out up down off through across among between
    against said says say told
    """
)
_WORD_AFTER = re.compile(r"[\s-]([^\W\d_][^\W_]*(?:['’-][^\W_]+)*)")
_IRREGULAR_PLURALS = word_set(
    """
    people men women children police troops staff feet teeth mice cattle sheep fish
    """
)


def unit_after(folded: str, end: int) -> tuple[str | None, str | None]:
    """Return the unit of measure that follows a number, if one does, and the noun that is counted.

    The noun is the first plural among the next words up to a function word, else the first of them.
    """
    measure = _MEASURE.match(folded, end)
    if measure:
        prefix = "square " if "square" in measure.group() else "cubic " if "cubic" in measure.group() else ""
        return prefix + MEASURES[measure["unit"]], None
    words: list[str] = []
    while len(words) < 4 and (match := _WORD_AFTER.match(folded, end)) and match[1] not in _NOT_NOUNS:
        words.append(match[1])
        end = match.end()
    plural = next((word for word in words if word in _IRREGULAR_PLURALS or re.search(r"[^siu]s$", word)), None)
    return None, plural or (words[0] if words else None)


_BEFORE = tuple(
    (
        re.compile(rf"(?<![\w-]){re.escape(words)}\s(?:(?:the|a|an|another|only|just|his|her|their)\s)?$"),
        bound,
    )
    for words, bound in sorted(HEDGES_BEFORE, key=lambda hedge: len(hedge[0]), reverse=True)
)
_AFTER = tuple((re.compile(rf"\s(?:[^\W\d_]+\s)?{re.escape(words)}(?!\w)"), bound) for words, bound in HEDGES_AFTER)


def hedge_before(folded: str, start: int) -> Bound | None:
    """Return the hedge that ends where a number starts, the longest one first."""
    window = folded[max(0, start - 30) : start]
    return next((bound for pattern, bound in _BEFORE if pattern.search(window)), None)


def hedge_after(folded: str, end: int) -> Bound | None:
    """Return the hedge that follows a number, at once or after one word."""
    return next((bound for pattern, bound in _AFTER if pattern.match(folded, end)), None)
