"""Whether a line is a credit or a caption: context of an article, never evidence."""

from __future__ import annotations

import re

MAX_CREDIT = 160
_MAX_CAPTION = 400

_LABEL = (
    r"(?:photo(?:s|graph|graphs|grapher|graphy)?|pictures?|images?|videos?|illustrations?|graphics?|infographic|"
    r"captions?|credits?|sources?|courtesy|screenshot|screengrab|artwork|thumbnail|handout|foto|crédit|fuente|quelle|"
    r"图片来源|图源|来源|写真|사진|фото)"
)
_KIND = r"(?:file|stock|lead|cover|main|featured?|illustrative|supplied|archive|undated|library|pool|press|drone)"
_AGENCY = (
    r"(?:ap|afp|reuters|getty|epa|efe|dpa|ansa|tass|xinhua|kyodo|pa|upi|bloomberg|shutterstock|alamy|istock|unsplash|"
    r"pixabay|pexels|anadolu|flickr|wikimedia|nasa)(?:\s(?:images?|photos?|pictures?|commons|agency|media|wire))?"
)
_NAMED = rf"(?:(?:{_KIND}|{_AGENCY}|{_LABEL})[\s/|-]*){{0,4}}"
_LABELLED = re.compile(rf"{_NAMED}{_LABEL}\s*[:：]", re.IGNORECASE)
_BARE = re.compile(rf"{_NAMED}(?:{_LABEL}|{_AGENCY})\W*", re.IGNORECASE)
_JOINED = re.compile(
    rf"{_NAMED}(?:{_LABEL}|{_AGENCY})"
    r"(?:\s*[/|©]|\s+[–—-]\s|\s*—|\.\.\.|\s+(?:by|of|from|via|courtesy|credit(?:ed)?)\b)(?P<names>.*)",
    re.IGNORECASE,
)
_ENDS_IN_AGENCY = re.compile(rf"(?P<names>.*?)(?:/|\||,|©|\s[–—-]|\b(?:via|for)\b)\s*{_AGENCY}\W*", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:copyright|©|\(c\))[\s©(c)]*(?:\d{4}\b|(?P<names>.*))", re.IGNORECASE)
_CAPTION_END = re.compile(
    r"(?:[(\[](?P<inside>[^()\[\]]{2,100})[)\]]|(?:REUTERS|AFP|EPA)\s?/\s?[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+){0,3})\.?$"
)
_PICTURED = re.compile(
    rf"(?:{_KIND}\s)?(?:{_AGENCY}\s?/|{_AGENCY}\sphoto|photo|photograph|image|picture)", re.IGNORECASE
)
_SMALL = """
a an and at by cc courtesy de del der di du el en file for from handout image images in la le licence license
of on photo photos pool staff the to under used van via von with y
"""
"""Words in small letters that stand between names."""
_SMALL_WORDS = frozenset(_SMALL.split())
_BREAK = re.compile(r"[\s/|,;:()\[\]©&+–—-]+")


def is_credit(line: str) -> bool:
    """Tell whether a whole line says who made or owns a picture, or is the caption that ends in it.

    A sentence that begins with such a word (``Photos of the raid show``) is none: in a credit, names follow.
    """
    bare = line.strip(" \t()[]*_>#'\"“”")
    if not bare or len(line) > _MAX_CAPTION:
        return False
    return _is_caption(line.rstrip()) or (len(line) <= MAX_CREDIT and _names_its_maker(bare))


def _names_its_maker(line: str) -> bool:
    if _LABELLED.match(line) or _BARE.fullmatch(line):
        return True
    for pattern in (_JOINED, _ENDS_IN_AGENCY, _COPYRIGHT):
        match = pattern.fullmatch(line) if pattern is not _COPYRIGHT else pattern.match(line)
        if match and _are_names(match["names"] or ""):
            return True
    return False


def _is_caption(line: str) -> bool:
    match = _CAPTION_END.search(line)
    if match is None:
        return False
    inside = match["inside"]
    return inside is None or bool(_PICTURED.match(inside) and _names_its_maker(inside))


def _are_names(text: str) -> bool:
    """Tell whether every word is a name, a number, an address or one of the small words between them."""
    words = [word.strip(".'’\"“”") for word in _BREAK.split(text)]
    return all(_is_name(word) for word in words if word)


def _is_name(word: str) -> bool:
    return not word[0].islower() or word in _SMALL_WORDS or "." in word or "@" in word
