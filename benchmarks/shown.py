"""How many sentences a chat model must be shown: ``python -m benchmarks.shown [N ...]``.

Of the answerable questions about the news articles of this folder, the share whose every proof stands among the first N
sentences that are read for them, as the product chooses them for a model. No model is asked.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from benchmarks.prompts import news_cases
from evals import Case
from evals.statistics import mean_interval
from rag import Pipeline
from rag.schema import Evidence, SourcesFound
from rag.stages.writing.prompts import choose_evidence


def read_for(case: Case, pipeline: Pipeline) -> Sequence[Evidence]:
    """Return what is read for a question, best first; nothing is answered."""
    return next(event.evidence for event in pipeline.stream(case.question) if isinstance(event, SourcesFound))


def is_covered(case: Case, shown: Sequence[Evidence]) -> bool:
    """Tell whether every proof overlaps a shown sentence."""
    spans = [(item.origin.article.sha256, item.sentence.start, item.sentence.end) for item in shown]
    return all(
        any(
            sha == span.sha256 and start < span.end and span.start < end
            for span in part.spans
            for sha, start, end in spans
        )
        for part in case.proof
    )


def covered(sizes: Sequence[int]) -> Iterator[tuple[Case, dict[int, bool]]]:
    """Yield each answerable question with whether its proofs are among the first so many sentences."""
    cases = [case for case in news_cases() if case.answerable and case.proof]
    for texts in dict.fromkeys(case.texts for case in cases):
        with Pipeline(corpus=texts[0].source) as pipeline:
            for case in (one for one in cases if one.texts == texts):
                read = read_for(case, pipeline)
                yield case, {size: is_covered(case, choose_evidence([read], size)) for size in sizes}


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=[1, 2, 3, 4, 6, 8])
    sizes = parser.parse_args().sizes
    found = list(covered(sizes))
    groups = [case.group for case, _ in found]
    for size in sizes:
        values = [float(held[size]) for _, held in found]
        bounds = mean_interval(values, groups)
        mean = sum(values) / len(values)
        print(f"{size}: {mean:.3f} ({bounds.low:.3f} to {bounds.high:.3f}, n = {len(values)})", flush=True)


if __name__ == "__main__":
    main()
