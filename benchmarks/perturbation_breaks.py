"""Rules that break a true sentence in one way. Word lists here are its own: nothing is shared with the verifier."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rag.schema import Parse

_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_CARDINALS = "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty fifty hundred".split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_UNITS = (
    ("kilometers", "miles"), ("kilometres", "miles"), ("km", "miles"), ("meters", "feet"), ("metres", "feet"),
    ("feet", "inches"), ("miles", "kilometres"), ("million", "billion"), ("billion", "million"), ("thousand", "million"),  # noqa: E501
    ("hours", "days"), ("days", "weeks"), ("weeks", "months"), ("months", "years"), ("years", "months"),
    ("minutes", "hours"), ("percent", "people"), ("dollars", "euros"), ("pounds", "tonnes"), ("tons", "pounds"),
    ("acres", "hectares"), ("decades", "years"), ("centuries", "decades"), ("seconds", "minutes"), ("inches", "feet"),
)  # fmt: skip
_HEDGES = (
    ("more than", "less than"), ("less than", "more than"), ("over", "under"), ("nearly", "over"), ("almost", "over"),
    ("about", "exactly"), ("at least", "at most"), ("up to", "at least"), ("around", "over"), ("approximately", "exactly"),  # noqa: E501
    ("fewer than", "more than"), ("as many as", "at least"),
)  # fmt: skip
_ANTONYMS = (
    ("increased", "decreased"), ("decreased", "increased"), ("rose", "fell"), ("fell", "rose"), ("grew", "shrank"),
    ("increase", "decrease"), ("decrease", "increase"), ("rising", "falling"), ("falling", "rising"),
    ("before", "after"), ("after", "before"), ("above", "below"), ("below", "above"), ("more", "less"), ("less", "more"),  # noqa: E501
    ("higher", "lower"), ("lower", "higher"), ("larger", "smaller"), ("smaller", "larger"), ("largest", "smallest"),
    ("north", "south"), ("south", "north"), ("east", "west"), ("west", "east"), ("northern", "southern"),
    ("southern", "northern"), ("eastern", "western"), ("western", "eastern"), ("up", "down"), ("earlier", "later"),
    ("later", "earlier"), ("win", "lose"), ("won", "lost"), ("lost", "won"), ("highest", "lowest"), ("lowest", "highest"),  # noqa: E501
    ("accept", "reject"), ("accepted", "rejected"), ("rejected", "accepted"), ("opened", "closed"), ("closed", "opened"),  # noqa: E501
    ("began", "ended"), ("ended", "began"), ("against", "for"), ("support", "oppose"), ("supported", "opposed"),
    ("opposed", "supported"), ("improved", "worsened"), ("first", "last"), ("greater", "smaller"), ("inside", "outside"),  # noqa: E501
    ("most", "least"), ("older", "younger"), ("longer", "shorter"), ("bought", "sold"), ("sold", "bought"),
    ("allowed", "forbade"), ("strengthened", "weakened"), ("with", "without"), ("arrived", "left"), ("since", "until"),
)  # fmt: skip
_STRANGERS = (
    "Marlon Teague", "Priya Ostrander", "Lake Verrin", "Halvorsen Group", "Tomas Ekberg", "Fort Calder", "Ines Malik",
    "Norwick", "Delphine Arroyo", "Castell Bay",
)  # fmt: skip
_DETAILS = (
    ", according to a leaked memo", " after a fire at the site", " in front of hundreds of spectators",
    " despite heavy snow", ", which cost taxpayers dearly", " because of a computer fault",
    ", a decision that angered neighbours", " on the advice of doctors", " during a televised ceremony",
    ", sparking protests in the capital", " in exchange for cheap fuel", " with help from volunteers",
)  # fmt: skip
_MUTUAL = "meet marry resemble face join have include contain mean become equal match visit see".split()
_SPEECH = "said told announced warned argued noted explained added claimed reported suggested".split()


@dataclass(frozen=True, slots=True)
class Setting:
    """What a rule may use: the sentence, its grammar, names of the same and of other articles, and chance."""

    text: str
    parse: Parse
    here: tuple[str, ...]
    """Names that other sentences of the article hold and this one does not."""
    chance: random.Random


Rule = Callable[[Setting], Iterator[str]]


def _swap(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def _replace_words(setting: Setting, pairs: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for old, new in pairs:
        for match in re.finditer(rf"(?<![\w-]){old}(?![\w-])", setting.text):
            yield _swap(setting.text, match.start(), match.end(), new)


def _is_year(setting: Setting, match: re.Match[str]) -> bool:  # noqa: ARG001
    return re.fullmatch(r"1[0-9]{3}|20[0-9]{2}", match.group()) is not None


def break_number(setting: Setting) -> Iterator[str]:
    """Change the value of a number."""
    text = setting.text
    for match in re.finditer(r"(?<![\w.,-])[0-9][0-9,]*(?:\.[0-9]+)?(?![\w-])", text):
        if _is_year(setting, match) or re.search(rf"(?:{'|'.join(_MONTHS)})\.? $", text[: match.start()]):
            continue
        digits = match.group()
        place = next((index for index, char in enumerate(digits) if char in "123456789"), 0)
        new = str((int(digits[place]) + setting.chance.randint(1, 8)) % 9 + 1)
        if new != digits[place]:
            yield _swap(text, match.start(), match.end(), digits[:place] + new + digits[place + 1 :])
    for match in re.finditer(rf"(?<![\w-])(?:{'|'.join(_CARDINALS)})(?![\w-])", text):
        others = [word for word in _CARDINALS if word != match.group()]
        yield _swap(text, match.start(), match.end(), setting.chance.choice(others))
    for match in re.finditer(rf"(?<![\w-])(?:{'|'.join(_ORDINALS)})(?= (?!of|time)[a-z])", text):
        others = [word for word in _ORDINALS if word != match.group()]
        yield _swap(text, match.start(), match.end(), setting.chance.choice(others))


def break_unit(setting: Setting) -> Iterator[str]:
    """Change a unit or a magnitude."""
    for old, new in _UNITS:
        for match in re.finditer(rf"(?<=[0-9a-z] ){old}(?![\w-])", setting.text):
            before = setting.text[: match.start()].split()[-1]
            if re.search(r"[0-9]", before) or before.lower() in (*_CARDINALS, "million", "billion"):
                yield _swap(setting.text, match.start(), match.end(), new)
    for match in re.finditer(r"(?<=[0-9])%", setting.text):
        yield _swap(setting.text, match.start(), match.end(), " million")
    for match in re.finditer(r"[$£€](?=[0-9])", setting.text):
        yield _swap(setting.text, match.start(), match.end(), {"$": "€", "£": "$", "€": "£"}[match.group()])


def break_hedge(setting: Setting) -> Iterator[str]:
    """Turn a hedge round, or put one where there is none."""
    number = r"(?= \$?[0-9]| (?:" + "|".join(_CARDINALS) + r")\b)"
    for old, new in _HEDGES:
        for match in re.finditer(rf"(?<![\w-])({old}){number}", setting.text, re.IGNORECASE):
            yield _swap(setting.text, match.start(1), match.end(1), new)
    for match in re.finditer(r"(?<=[a-z] )[0-9][0-9,]{2,}(?= [a-z]{3,})", setting.text):
        before = setting.text[: match.start()].split()[-1]
        if (
            before in ("of", "with", "killed", "had", "has", "to", "includes", "included", "for", "have")
            and "," in match.group()
        ):
            yield _swap(setting.text, match.start(), match.start(), setting.chance.choice(("over ", "fewer than ")))


def break_date(setting: Setting) -> Iterator[str]:
    """Change a year, a month, a day of the week, a day of the month, or a relative date."""
    text = setting.text
    for match in re.finditer(r"(?<![\w.,$-])(?:1[5-9][0-9]{2}|20[0-9]{2})(?![\w,.]*[0-9]|-)", text):
        new = int(match.group()) + setting.chance.choice((-30, -7, -1, 1, 3, 12))
        yield _swap(text, match.start(), match.end(), str(new))
    for words in (_MONTHS, _DAYS):
        for match in re.finditer(rf"\b(?:{'|'.join(words)})\b", text):
            yield _swap(
                text,
                match.start(),
                match.end(),
                setting.chance.choice([w for w in words if w != match.group()]),
            )
    for match in re.finditer(
        rf"(?<=(?:{'|'.join(month.ljust(9)[:9].strip() for month in ['March', 'April'])}) )[0-9]{{1,2}}\b",
        text,
    ):
        yield _swap(text, match.start(), match.end(), str(int(match.group()) % 28 + 1))
    for old, new in (("last year", "this year"), ("last week", "last month"), ("yesterday", "on Sunday"),
                     ("last month", "last year"), ("this year", "next year"), ("century", "decade")):  # fmt: skip
        for match in re.finditer(rf"\b{old}\b", text):
            yield _swap(text, match.start(), match.end(), new)


def _entities(setting: Setting, *labels: str) -> Iterator[tuple[int, int]]:
    words = setting.parse.words
    for phrase in setting.parse.entities:
        if phrase.label in labels:
            start, end = words[phrase.first].start, words[phrase.last].end
            shown = setting.text[start:end]
            if shown[:1].isupper() and not shown.lower().startswith("the ") and not re.search(r"['’\"]", shown):
                yield start, end


def break_name(setting: Setting) -> Iterator[str]:
    """Put another name in the place of one: a stranger's, or one of another sentence of the article."""
    for start, end in _entities(setting, "PERSON", "GPE", "ORG", "LOC", "FAC"):
        others = [*_STRANGERS, *setting.here, *setting.here]
        new = setting.chance.choice(others)
        if new.lower() not in setting.text.lower() and not set(new.lower().split()) & set(
            setting.text[start:end].lower().split()
        ):
            yield _swap(setting.text, start, end, new)


def break_quote(setting: Setting) -> Iterator[str]:
    """Change one word inside a quotation, or put marks around words that were not quoted."""
    for match in re.finditer(r"[“\"]([^“”\"]{15,})[”\"]", setting.text):
        words = list(re.finditer(r"[a-z]{4,}", match[1]))
        if words:
            word = setting.chance.choice(words)
            new = setting.chance.choice(("wonderful", "unacceptable", "historic", "careless", "yellow"))
            yield _swap(setting.text, match.start(1) + word.start(), match.start(1) + word.end(), new)
    if not re.search(r"[“\"]", setting.text):
        invented = setting.chance.choice(("a turning point", "long overdue", "simply wrong", "the only option"))
        yield setting.text.rstrip(". ") + f', calling it "{invented}".'


def _root(setting: Setting) -> int | None:
    return next((i for i, w in enumerate(setting.parse.words) if w.dep == "ROOT" and w.pos in ("VERB", "AUX")), None)


def _auxiliary(setting: Setting, root: int) -> int | None:
    words = setting.parse.words
    if words[root].lemma == "be":
        return root
    return next(
        (i for i, w in enumerate(words) if w.head == root and w.dep in ("aux", "auxpass") and w.tag != "TO"),
        None,
    )


def break_polarity(setting: Setting) -> Iterator[str]:
    """Negate the main verb, or take a negation away."""
    words, root = setting.parse.words, _root(setting)
    for word in words:
        if word.dep == "neg" and word.text.lower() in ("not", "never"):
            yield re.sub(r"\s+", " ", _swap(setting.text, word.start, word.end, ""))
        elif word.text.lower() == "no" and word.dep == "det" and word.start > 0:
            yield _swap(setting.text, word.start, word.end, "some")
    if root is None or any(w.head == root and w.dep == "neg" for w in words):
        return
    helper = _auxiliary(setting, root)
    if helper is not None:
        yield _swap(setting.text, words[helper].end, words[helper].end, setting.chance.choice((" not", " never")))
    elif words[root].tag == "VBD":
        yield _swap(
            setting.text,
            words[root].start,
            words[root].end,
            setting.chance.choice(("did not ", "failed to ")) + words[root].lemma,
        )
    elif words[root].tag == "VBZ":
        yield _swap(setting.text, words[root].start, words[root].end, f"does not {words[root].lemma}")


def break_modality(setting: Setting) -> Iterator[str]:
    """Make what happened only possible or planned, or what is possible a fact."""
    words, root = setting.parse.words, _root(setting)
    for match in re.finditer(r"\b(may|might|could|is expected to|plans to|wants to|hopes to)\b", setting.text):
        yield _swap(setting.text, match.start(), match.end(), "will")
    if root is None or words[root].pos != "VERB" or words[root].tag != "VBD" or _auxiliary(setting, root) is not None:
        return
    new = setting.chance.choice(("may have ", "plans to ", "is expected to ", "could "))
    verb = words[root].lemma if not new.startswith("may") else words[root].text
    yield _swap(setting.text, words[root].start, words[root].end, new + verb)


def break_direction(setting: Setting) -> Iterator[str]:
    """Put the opposite in the place of a word of direction, order or degree."""
    yield from _replace_words(setting, _ANTONYMS)


def break_speaker(setting: Setting) -> Iterator[str]:
    """Take the speaker away, name another, or put words in a mouth that did not say them."""
    text, words = setting.text, setting.parse.words
    for index, word in enumerate(words):
        if word.text not in _SPEECH:
            continue
        subject = next((i for i, w in enumerate(words) if w.head == index and w.dep == "nsubj"), None)
        if subject is None or words[subject].tag not in ("NNP", "NN", "NNS"):
            continue
        left = min([subject, *(i for i, w in enumerate(words) if w.head == subject and i < subject)])
        if text[words[left].start : words[subject].end][:1].isupper() or left > 0:
            new = setting.chance.choice(_STRANGERS[:2] + ("Priya Ostrander",))  # noqa: RUF005
            yield _swap(text, words[left].start, words[subject].end, new)
        clause = re.match(rf"^[A-Z][\w .'-]{{2,60}} {word.text} (?:that )?(.+)$", text)
        if clause and left == 0 and len(clause[1].split()) > 5:
            yield clause[1][0].upper() + clause[1][1:]
        tail = re.match(rf"^(.{{30,}}?),? (?:[\w .'-]{{2,50}} {word.text}|{word.text} [\w .'-]{{2,50}})\.$", text)
        if tail and not re.search(r"[“”\"]", text):
            yield tail[1].rstrip(", ") + "."
    if not any(w.text in _SPEECH or w.text.lower() == "according" for w in words) and text[:1].isupper():
        first = text if text.split()[0] in setting.here or words[0].pos == "PROPN" else text[0].lower() + text[1:]
        yield f"{setting.chance.choice(_STRANGERS)} said {first}"
        if setting.here:
            yield f"According to {setting.chance.choice(setting.here)}, {first}"


def break_roles(setting: Setting) -> Iterator[str]:
    """Exchange who does it and to whom it is done."""
    words = setting.parse.words
    for index, word in enumerate(words):
        if word.pos != "VERB":
            continue
        subject = next((i for i, w in enumerate(words) if w.head == index and w.dep == "nsubj"), None)
        target = next((i for i, w in enumerate(words) if w.head == index and w.dep == "dobj"), None)
        if subject is None or target is None or word.lemma in _MUTUAL:
            continue
        first, second = _simple_phrase(setting, subject), _simple_phrase(setting, target)
        if {words[subject].pos, words[target].pos} - {"NOUN", "PROPN"}:
            continue
        if first and second and setting.text[slice(*first)] != setting.text[slice(*second)]:
            (a, b), (c, d) = sorted((first, second))
            yield (setting.text[:a] + setting.text[c:d] + setting.text[b:c] + setting.text[a:b] + setting.text[d:])


def _simple_phrase(setting: Setting, head: int) -> tuple[int, int] | None:
    """Return the span of a noun phrase without anything hanging after its head."""
    words = setting.parse.words
    below = [i for i, w in enumerate(words) if w.head == head and w.dep in ("det", "compound", "amod", "nummod")]
    if any(w.head == head and i > head for i, w in enumerate(words)):
        return None
    return words[min([head, *below])].start, words[head].end


def break_detail(setting: Setting) -> Iterator[str]:
    """Add a detail that no sentence has."""
    if re.search(r"[”\"]\W*$", setting.text):
        return
    yield setting.text.rstrip(". ") + setting.chance.choice(_DETAILS) + "."


BREAKS: dict[str, Rule] = {
    "number": break_number,
    "unit": break_unit,
    "hedge": break_hedge,
    "date": break_date,
    "name": break_name,
    "quote": break_quote,
    "polarity": break_polarity,
    "modality": break_modality,
    "direction": break_direction,
    "speaker": break_speaker,
    "roles": break_roles,
    "detail": break_detail,
}
"""Kinds of falsehood; wrong and missing citations are made by the runner."""
