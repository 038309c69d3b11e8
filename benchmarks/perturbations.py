"""How many broken sentences the verifier catches, and how many true ones it withholds.

Sentences come from articles in a folder of JSON lines (``quail_news/dev.jsonl``, ``squad2/dev.jsonl``: a
``context`` a line); light paraphrases are made of them by rules, and each is broken in one way by rules. All cite
the sentence that they come from. Usage: ``python benchmarks/perturbations.py FOLDER [--most 400] [--seed 1]``.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from perturbation_breaks import BREAKS, Setting
from perturbation_paraphrases import PARAPHRASES

from rag.adapters.grammar import SpacyParser
from rag.adapters.segmenting import SentencexSegmenter
from rag.schema import Evidence, Sentence, SplitArticle
from rag.stages.reading import read_article
from rag.stages.splitting import split_sentences
from rag.stages.verify import FactReader, verify_claim

_EACH = 3
"""Most falsehoods of one kind made of one sentence."""

SETS = ("quail_news", "squad2", "cliff_aggrefact", "qags", "rgb_en_fact")


@dataclass(frozen=True, slots=True)
class Trial:
    """One claim with what should become of it."""

    kind: str
    claim: str
    cited: Evidence
    true: bool


def load_articles(folder: Path) -> list[SplitArticle]:
    """Return the distinct articles of the sets in ``folder``, split."""
    texts: dict[str, str] = {}
    for name in SETS:
        path = folder / name / "dev.jsonl"
        if not path.exists():
            sys.stderr.write(f"{path} is missing; skipped.\n")
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            for text in [row["context"]] if "context" in row else [doc["text"] for doc in row.get("docs", ())]:
                texts.setdefault(text, f"{name}-{len(texts)}")
    segmenter = SentencexSegmenter()
    articles = [read_article(text.encode(), source=f"{name}.txt") for text, name in texts.items()]
    return [SplitArticle(article, split_sentences(article, segmenter)) for article in articles]


def is_plain(sentence: Sentence) -> bool:
    """Keep whole sentences of prose."""
    text = sentence.text
    whole = sentence.kind == "body" and text[-1] in '.”"' and text[0].isalpha() and not re.search(r"\n|\.\.|…|·", text)
    return whole and 7 <= len(text.split()) <= 45


def make_trials(articles: list[SplitArticle], most: int, seed: int) -> list[Trial]:
    """Return at most ``most`` trials of each kind, spread over the articles."""
    chance, parser = random.Random(seed), SpacyParser()
    places = [(article, sentence) for article in articles for sentence in article.sentences if is_plain(sentence)]
    chance.shuffle(places)
    found: dict[str, list[Trial]] = {}
    for article, sentence in places:
        if all(len(found.get(kind, ())) >= most for kind in (*BREAKS, *PARAPHRASES)):
            break
        for trial in _trials_of(article, sentence, parser, chance, found, most):
            kept = found.setdefault(trial.kind, [])
            if len(kept) < most:
                kept.append(trial)
    return [trial for trials in found.values() for trial in trials]


def _trials_of(
    article: SplitArticle, sentence: Sentence, parser: SpacyParser, chance: random.Random,
    found: dict[str, list[Trial]], most: int,
) -> Iterator[Trial]:  # fmt: skip
    cited = Evidence(sentence, article, 0.0)
    names = _names_elsewhere(article, sentence, parser)
    setting = Setting(sentence.text, parser.parse([sentence.text])[0], names, chance)
    if not any(word.dep == "ROOT" and word.pos in ("VERB", "AUX") for word in setting.parse.words):
        return
    yield Trial("verbatim", sentence.text, cited, true=True)
    lights = []
    for kind, rule in PARAPHRASES.items():
        for text in list(rule(setting))[:1]:
            if text != sentence.text:
                lights.append(text)
                yield Trial(kind, text, cited, true=True)
    others = [other for other in article.sentences if other.kind == "body" and other.index != sentence.index]
    if others:
        yield Trial(
            "citation",
            chance.choice([sentence.text, *lights]),
            Evidence(chance.choice(others), article, 0.0),
            true=False,
        )
    wanted = [(kind, rule) for kind, rule in BREAKS.items() if len(found.get(kind, ())) < most]
    bases = [setting]
    if lights:
        light = chance.choice(lights)
        bases.append(Setting(light, parser.parse([light])[0], names, chance))
    for kind, rule in wanted:
        base = chance.choice(bases)
        broken = [text for text in dict.fromkeys(rule(base)) if text not in (base.text, sentence.text)]
        for text in chance.sample(broken, min(len(broken), _EACH)):
            yield Trial(kind, text, cited, true=False)


def _names_elsewhere(article: SplitArticle, sentence: Sentence, parser: SpacyParser) -> tuple[str, ...]:
    near = [
        other.text for other in article.sentences if other.kind == "body" and 0 < abs(other.index - sentence.index) < 4
    ]
    names = []
    for parse in parser.parse(near):
        for phrase in parse.entities:
            if phrase.label in ("PERSON", "ORG", "GPE"):
                names.append(parse.text[parse.words[phrase.first].start : parse.words[phrase.last].end])  # noqa: PERF401
    return tuple(
        name for name in dict.fromkeys(names) if name.lower() not in sentence.text.lower() and name[0].isupper()
    )


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Return the 95% Wilson score interval of a proportion."""
    z = 1.959964
    share, square = hits / total, z * z / total
    middle = (share + square / 2) / (1 + square)
    half = z * math.sqrt(share * (1 - share) / total + square / (4 * total)) / (1 + square)
    return middle - half, middle + half


def main() -> None:
    """Print one line a kind."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--most", type=int, default=400)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--show", default="", help="print the trials of this kind that went wrong")
    options = arguments.parse_args()
    trials = make_trials(load_articles(options.folder), options.most, options.seed)
    reader = FactReader(SpacyParser())
    rows: dict[tuple[bool, str], list[bool]] = {}
    spent = []
    for trial in trials:
        start = time.perf_counter()
        judgement = verify_claim(trial.claim, [trial.cited], reader=reader)
        spent.append(time.perf_counter() - start)
        right = judgement.verified == trial.true
        rows.setdefault((trial.true, trial.kind), []).append(right)
        if not right and options.show in (trial.kind, "all"):
            print(
                f"[{trial.kind}] {trial.claim}\n    source: {trial.cited.sentence.text}\n    {judgement.verdict}: {judgement.reason}"  # noqa: E501
            )
    for (true, kind), results in sorted(rows.items()):
        wrong = results.count(False)
        hits = wrong if true else len(results) - wrong
        low, high = wilson(hits, len(results))
        label = "false alarms" if true else "caught"
        print(
            f"{kind:20} {label:13} {100 * hits / len(results):5.1f}%  n={len(results):4}  95% {100 * low:.1f}-{100 * high:.1f}"  # noqa: E501
        )
    spent.sort()
    print(
        f"p50 {1000 * spent[len(spent) // 2]:.1f} ms, p95 {1000 * spent[int(0.95 * len(spent))]:.1f} ms a claim, parses included"  # noqa: E501
    )


if __name__ == "__main__":
    main()
