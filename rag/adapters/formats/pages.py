"""What a web page states of itself in data for machines, and whether its main text is an article's at all."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from rag.stages.publication import iso_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ARTICLES = re.compile(r"(?:News|Live|Report|Blog|Opinion|Analysis|Review|Background)?\w*(?:Article|Posting)$")
_DATES = (
    "article:published_time",
    "datePublished",
    "date",
    "dc.date",
    "dcterms.created",
    "parsely-pub-date",
    "pubdate",
)
_WRAPPING = re.compile(r"\A\s*(?://\s*)?(?:<!--|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*\Z")
_MOST = 200
LEAST = 80
"""Characters of a page's main text; less is a notice, and not an article."""
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Characters that say as much as three others."""
_CLOSED = "[\"'”’»)\\]]*(?=\\s|$)"
_SENTENCE = re.compile(
    rf"(?:\S+\s+){{5,400}}\S*[.!?…।॥؟۔።]{_CLOSED}"
    # Chinese and Japanese set no spaces; Thai, Lao, Khmer and Burmese set no stop either.
    r"|[\u3040-\u30ff\u3400-\u9fff][^\n。！？]{9,400}[。！？]|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]{40,}"
)
_CONSENT = re.compile(
    r"\b(?:cookies?|consent|privacy|partners?|(?:your|manage) (?:choices|preferences|options)|legitimate interests?|"
    r"access (?:to )?information on (?:a|your) device|personal data|accept all|"
    r"einwillig\w+|datenschutz\w*|personenbezogen\w*|consentement|vie privée|confidentialité|données personnelles|"
    r"consentimiento|privacidad|datos personales|dati personali|privacidade|dados pessoais|"
    r"persoonsgegevens|personuppgifter|danych osobowych)\b",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"\b(?:(?:enable|requires?|turn on) javascript|javascript (?:is|to be) (?:disabled|required|enabled)|"
    r"(?:verify|confirm|prove|checking)(?: that| if)? you are (?:a |not a )?(?:human|robot)|checking your browser|"
    r"unusual (?:traffic|activity) (?:from|on) your|access (?:to this (?:page|site) )?(?:is |was |has been )?denied|"
    r"page (?:you \S+ \S+(?: \S+)? )?(?:was not|not|could not be|cannot be|can't be) found|page no longer exists)\b",
    re.IGNORECASE,
)
"""What a server says in place of a page."""
SHORT = 80
"""Words; a text of more tells of an error and is none."""
CONSENTING = 0.03
"""Share of its words from which a text speaks of consent and of nothing else; a report on privacy has a third of it."""


def holds_article(blocks: Sequence[str]) -> bool:
    """Return whether a page's main text tells something: it has a sentence, and is no notice of consent or error."""
    told = [block for block in blocks if not block.startswith(("#", "- "))]
    text = "\n".join(told)
    if len(text) + 2 * len(_DENSE.findall(text)) < LEAST or _SENTENCE.search(text) is None:
        return False
    words = len(text.split())
    if words < SHORT and _ERROR.search("\n".join(blocks)):
        return False
    return words > 400 or len(_CONSENT.findall(text)) < max(3, CONSENTING * words)


def stated_date(tree: Any) -> str | None:
    """Return the ISO date that the page states in JSON-LD, else in its ``meta`` elements, else at its one ``time``."""
    stated = [item.get("datePublished") for item in _records(tree)]
    metas = {key.lower(): value for key, value in _metas(tree)}
    stated += [metas.get(name.lower()) for name in _DATES]
    stated += tree.xpath("//*[@itemprop='datePublished']/@datetime | //time[@pubdate]/@datetime")[:1]
    times = dict.fromkeys(tree.xpath("//header//time/@datetime | //article//time/@datetime"))
    stated += list(times) if len(times) == 1 else []
    dates = (iso_date(value) for value in stated if isinstance(value, str))
    return next((date for date in dates if date), None)


def stated_site(tree: Any) -> str | None:
    """Return the name of the site that the page states."""
    metas = dict(_metas(tree))
    names = [metas.get("og:site_name"), metas.get("application-name")]
    publishers = (item.get("publisher") for item in _records(tree))
    names += [entry.get("name") for entry in publishers if isinstance(entry, dict)]
    return next((name for name in names if isinstance(name, str) and name.strip()), None)


def _metas(tree: Any) -> Iterator[tuple[str, str]]:
    for meta in tree.xpath("//meta[@content]")[:_MOST]:
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name:
            yield name, meta.get("content")


def _records(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the JSON-LD records that describe an article."""
    typed = (script for script in tree.iter("script") if "ld+json" in (script.get("type") or "").lower())
    for script in islice(typed, _MOST):
        try:
            loaded = json.loads(_WRAPPING.sub("", script.text or ""), strict=False)  # line ends in texts are common
        except (ValueError, RecursionError):
            continue
        for item in _flattened(loaded):
            kinds = item.get("@type")
            if any(_ARTICLES.match(re.split("[/#:]", kind)[-1]) for kind in _listed(kinds) if isinstance(kind, str)):
                yield item


def _flattened(loaded: Any) -> Iterator[dict[str, Any]]:
    for item in _listed(loaded):
        if isinstance(item, dict):
            yield item
            yield from (inner for inner in _listed(item.get("@graph")) if isinstance(inner, dict))


def _listed(value: Any) -> list[Any]:
    return (value if isinstance(value, list) else [value])[:_MOST]
