"""How long an embedded summary takes, beside what it cannot do without: ``python -m benchmarks.summaries``.

The article of a given number of words is made of the sentences of the articles in ``benchmarks/data/news``. Its bare
embedding time is that of its sentences, each embedded once; both are timed in turn in one process, so that what else
the machine does hits both. With ``--long WORDS`` a long article is timed too, with the peak of memory. Prints one
JSON object.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import time
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.adapters.segmenting import SentencexSegmenter
from rag.loading import shared_embedder
from rag.pipeline.drafting import draft_article
from rag.schema import SplitArticle
from rag.stages.reading import read_article
from rag.summarising import load_articles, summarise_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NEWS = Path(__file__).parent / "data" / "news"


def article_of(words: int, *, turn: int) -> SplitArticle:
    """Return an article of about so many words; each turn has other sentences first, so that no cache helps."""
    sources = load_articles(sorted(NEWS.glob("*.md")))
    body = [item.text for split in sources for item in split.sentences if item.kind == "body"]
    body = body[turn * 17 % len(body) :] + body[: turn * 17 % len(body)]
    taken: list[str] = []
    for place, text in enumerate(cycle(body)):
        if place * 21 > words:
            break
        lap = place // len(body)
        taken.append(text if not lap else f"In report {turn}-{lap}, {text}")
    return split_of("\n\n".join(taken), turn)


def split_of(text: str, turn: int) -> SplitArticle:
    """Return a text as an article with its sentences."""
    draft = draft_article(read_article(text.encode(), source=f"/made-up/{turn}.md"), SentencexSegmenter())
    return SplitArticle(draft.article, draft.sentences)


def timed(work: Callable[[], Any]) -> float:
    """Return the milliseconds that ``work`` takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def short(words: int, turns: int) -> dict[str, Any]:
    """Return medians over the turns, in milliseconds, and the median of the ratios."""
    bare, whole = [], []
    summarise(article_of(words, turn=0))
    for turn in range(1, turns + 1):
        article = article_of(words, turn=turn)
        texts = [item.text for item in article.sentences if item.kind == "body"]
        bare.append(timed(lambda texts=texts: shared_embedder().embed(texts, kind="document")))
        whole.append(timed(lambda article=article: summarise(article)))
    ratios = [took / embedding for took, embedding in zip(whole, bare, strict=True)]
    return {
        "words": sum(len(text.split()) for text in texts),
        "turns": turns,
        "summary_p50_ms": round(statistics.median(whole)),
        "embedding_p50_ms": round(statistics.median(bare)),
        "ratio_p50": round(statistics.median(ratios), 2),
        "ratio_worst": round(max(ratios), 2),
    }


def summarise(article: SplitArticle) -> None:
    """Summarise by quoting, whatever the environment says."""
    for _ in summarise_articles([article], model="quote"):
        pass


def long(words: int) -> dict[str, Any]:
    """Return the seconds for a long article, from its text to the summary, and the peak of memory before and after."""
    text = article_of(words, turn=1).article.text
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds = timed(lambda: summarise(split_of(text, 2))) / 1000
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "words": len(text.split()),
        "seconds": round(seconds, 1),
        "peak_mb": round(after),
        "peak_mb_before": round(before),
    }


def main() -> Iterator[tuple[str, Any]]:
    """Yield each part of the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=1000)
    parser.add_argument("--turns", type=int, default=10)
    parser.add_argument("--long", type=int, default=0, metavar="WORDS")
    wanted = parser.parse_args()
    yield "short", short(wanted.words, wanted.turns)
    if wanted.long:
        yield "long", long(wanted.long)


if __name__ == "__main__":
    print(json.dumps(dict(main()), indent=2))
