"""How texts are compared: what counts as the same words, the same number, a refusal.

The scores depend on these rules alone. They share no code with the verifier, so that a mistake there cannot
hide itself here.
"""

from __future__ import annotations

import re
import unicodedata

_WORDS = re.compile(r"\w+")
_INNER_COMMA = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_ABBREVIATION = re.compile(r"\b(?:\w\.){2,}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_APOSTROPHE = re.compile(r"[’'](?=s\b)")

_SOURCE = r"(?:articles?|texts?|sources?|contexts?|passages?|documents?)"
_LACKS = r"(?:do(?:es)?\ not|do(?:es)?n['’]t|did\ not|cannot|ha(?:s|ve)\ no|(?:give|contain|make|provide)s?\ no)"
_DECLINES = r"(?:do\ not|don['’]t|can\s?not|can['’]t|could\ not|couldn['’]t)"
_REFUSAL = re.compile(
    rf"""^\W*(?:
        (?:i['’]?m\ |i\ am\ )?(?:sorry|afraid|unable|not\ able)\b
      | i\ {_DECLINES}\ (?:know|answer|find|tell|determine|say)\b
      | i\ have\ no\ (?:information|answer)\b
      | (?:no\ answer|unanswerable|unknown|n/a|none\ found)\W*$
      | not\ (?:stated|mentioned|specified|given|provided|enough\ information|answerable)\b
      | (?:there\ is\ )?(?:no|not\ enough|insufficient)\ (?:such\ )?(?:information|mention|answer|evidence)\b
      | it\ is\ not\ (?:stated|mentioned|specified|given|known)\b
      | (?:the|this|these|that|provided|given)\ (?:\w+\ ){{0,3}}{_SOURCE}\ {_LACKS}\b
      | (?:the\ )?(?:question|answer)\ (?:can\s?not|can['’]t|is\ not|isn['’]t|is\ unanswerable)\b
      | (?:i\ )?can\s?not\ answer\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of ``text`` in one spelling.

    NFKC, case-folded; commas inside numbers and points inside abbreviations are dropped (``66,000`` =
    ``66000``, ``U.S.`` = ``us``), a possessive loses its apostrophe, and all other punctuation separates
    words.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = _INNER_COMMA.sub("", folded)
    folded = _ABBREVIATION.sub(lambda match: match.group().replace(".", ""), folded)
    return tuple(_WORDS.findall(_APOSTROPHE.sub("", folded)))


def sound_text(text: str) -> str:
    """Return ``text`` without lone surrogates, which no file can hold: each becomes U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def holds(text: str, wanted: str) -> bool:
    """Tell whether ``text`` holds the words of ``wanted`` in a row; no words are never held."""
    words, needle = plain_words(text), plain_words(wanted)
    if not needle:
        return False
    return any(words[i : i + len(needle)] == needle for i in range(len(words) - len(needle) + 1))


def reads_as_refusal(text: str) -> bool:
    """Tell whether a system that answers in bare words refused.

    True for no words at all and for a text that opens with one of the common ways to decline. A system that
    says by itself whether it refused (``abstained``) is believed instead.
    """
    return not plain_words(text) or _REFUSAL.match(text) is not None
