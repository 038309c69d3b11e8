"""What a relative date in a quoted sentence means: "Wednesday" is a day only where the article is dated."""

from __future__ import annotations

from rag.schema import Article, Sentence
from rag.stages.language.calendar import read_published, resolve
from rag.stages.language.dates import DateMention, find_dates


def note_on_dates(article: Article, sentence: Sentence) -> str | None:
    """Return what the reader must know of the first relative date of a sentence, or None where it has none."""
    relative = next((m for m in find_dates(sentence.text) if m.precision in {"weekday", "relative"}), None)
    if relative is None:
        return None
    published = read_published(article.published)
    if published is None:
        return f"The article gives no date of publication, so “{relative.text}” cannot be placed in the calendar."
    resolved = _iso(resolve(relative, published))
    return resolved and f"The article was published on {published.isoformat()}, so “{relative.text}” is {resolved}."


def _iso(mention: DateMention) -> str | None:
    if mention.year is None:
        return None
    parts = [f"{mention.year:04}"]
    if mention.month is not None:
        parts.append(f"{mention.month:02}")
        if mention.day is not None:
            parts.append(f"{mention.day:02}")
    return "-".join(parts)
