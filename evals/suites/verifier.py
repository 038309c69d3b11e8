"""The suite of the verifier: does it pass what an article says, and flag the same made false in one way?"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from evals.schema import SUPPORTED, Case
from evals.spans import sentences_of
from evals.suites.breaking import BREAKS, KEEPS, names_in
from evals.suites.facts import facts_suite
from evals.suites.judging import judging_suite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evals.suites.suite import Suite
    from rag.schema import Article, Sentence

EACH = 2
"""Most statements of one kind made of one sentence."""
SHORTEST = 6
"""Words of a sentence that is worth breaking."""
_NOTES = (
    "Statements are made of the articles' own sentences by rules, so the true ones are easy. What people wrote and "
    "judged is in the public sets qags, cliff_aggrefact and faithbench.",
)


def verifier_suite(facts: Path | str | None = None) -> Suite:
    """Return the suite over the articles of a facts file; raises UnreadableFile or BadInput."""
    articles = facts_suite(facts).articles
    cases = tuple(case for article in articles for case in _cases(article))
    return judging_suite("verifier", cases, notes=_NOTES)


def _cases(article: Article) -> Iterator[Case]:
    names = names_in(article.text)
    for sentence in sentences_of(article):
        if sentence.kind != "body" or len(sentence.text.split()) < SHORTEST or "\n" in sentence.text:
            continue
        others = [name for name in names if not set(name.split()) & set(sentence.text.split())]
        yield _statement(article, sentence, "as it stands", 0, sentence.text, true=True)
        for rules, true in ((KEEPS, True), (BREAKS, False)):
            for kind, rule in rules.items():
                made = islice(dict.fromkeys(rule(sentence.text, others)), EACH)
                for number, text in enumerate(made):
                    yield _statement(article, sentence, kind, number, text, true=true)


def _statement(article: Article, sentence: Sentence, kind: str, number: int, text: str, *, true: bool) -> Case:
    """Statements of one sentence are alike, so they form a group."""
    return Case(
        id=f"{article.id}-{sentence.index}-{kind.replace(' ', '-')}-{number}",
        question=text,
        kind=kind,
        group=f"{article.id} {sentence.index}",
        answers=SUPPORTED if true else (),
        why=None if true else f"not as the article has it: {kind}",
        texts=(article,),
    )
