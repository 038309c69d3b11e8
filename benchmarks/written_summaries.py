"""What a chat model's summaries come to, for a person to judge: ``python -m benchmarks.written_summaries MODEL``.

Summarises the articles of a public set (``--data FOLDER``) or of ``benchmarks/data/news``, and writes one JSON object a
line to ``--out``: each released sentence with what it cites, each withheld one with its reason. Prints the counts.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.public.articles import articles_of
from rag.adapters.files import find_files, load_file
from rag.summarising import summarise_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.schema import Article

NEWS = Path(__file__).parent / "data" / "news"


def records(articles: list[Article], model: str, sentences: int) -> Iterator[dict[str, Any]]:
    """Yield what became of each article."""
    for article in articles:
        started = time.perf_counter()
        summary = summarise_texts([article], sentences=sentences, model=model)
        written = summary.model != "quote"
        yield {
            "article": article.id,
            "model": summary.model,
            "reason": summary.reason,
            "seconds": round(time.perf_counter() - started, 1),
            "released": [
                {"text": claim.text, "cited": [citation.quote for citation in claim.citations]}
                for claim in (summary.claims if written else ())
            ],
            "withheld": [{"text": claim.text, "reason": claim.reason} for claim in summary.withheld],
        }


def main() -> None:
    """Summarise, write, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sentences", type=int, default=4)
    parser.add_argument("--articles", type=int, default=100)
    wanted = parser.parse_args()
    public = wanted.data is not None
    found = articles_of(wanted.data, "quail_news", "dev") if public else tuple(map(load_file, find_files([NEWS])))
    done = []
    with wanted.out.open("w", encoding="utf-8") as file:
        for record in records(list(found[: wanted.articles]), wanted.model, wanted.sentences):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
            file.flush()
            done.append(record)
    released, withheld = (sum(len(record[key]) for record in done) for key in ("released", "withheld"))
    quoted = sum(record["model"] == "quote" for record in done)
    print(json.dumps({"articles": len(done), "released": released, "withheld": withheld, "quoted": quoted}))


if __name__ == "__main__":
    main()
