"""Plain reasons for which a sentence cannot answer a question, whatever its score. Each is true of the article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rag.schema import Parse, Word
from rag.stages.asking.candidates import holds_kind, kind_spans
from rag.stages.asking.questions import Kind, Question
from rag.stages.language.calendar import supports
from rag.stages.language.dates import find_dates
from rag.stages.language.words import stem
from rag.stages.quoting import leans_back
from rag.stages.weighing.features import Reading, Support, Term
from rag.stages.weighing.keys import Keys, aliases_of, keys_of_word, sentence_keys

Sort = Literal["unmentioned", "elsewhere", "kind", "speech", "when", "roles"]
SORTS: tuple[Sort, ...] = ("unmentioned", "elsewhere", "kind", "speech", "when", "roles")

_KIND_NAMES: dict[Kind, str] = {
    "count": "number",
    "amount": "figure",
    "money": "amount of money",
    "age": "age",
    "duration": "length of time",
    "date": "date or time",
    "place": "place",
    "person": "person or body",
    "organisation": "organisation",
    "reason": "reason",
}
_SAYING = frozenset(
    "say state claim tell announce declare argue comment describe call warn predict report add note accord "
    "according insist deny explain urge ask reply tweet write commend praise tout stress vow pledge".split()
)


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a sentence cannot answer."""

    sort: Sort
    reason: str
    """One sentence for a person."""


def objection_features(objection: Objection | None) -> dict[str, float]:
    """Return one feature for each sort of objection: 1 for the one that was raised."""
    return {f"objection_{sort}": float(objection is not None and objection.sort == sort) for sort in SORTS}


def objection_to(reading: Reading, support: Support) -> Objection | None:
    """Return the strongest objection to answering with this sentence, or None."""
    return (
        _unmentioned(reading, support)
        or _no_speech(reading)
        or _no_such_kind(reading)
        or _elsewhere(reading, support)
        or _at_another_time(reading)
        or _done_by_another(reading)
    )


def _unmentioned(reading: Reading, support: Support) -> Objection | None:
    """A name or number of the question that stands nowhere in the article."""
    missing = [t for sort in ("name", "number") for t in support.missing(support.article, sort)]
    if not missing:
        return None
    named = _listed([_written(reading.question, term) for term in missing], "or")
    return Objection("unmentioned", f"The article does not mention {named}.")


def _no_speech(reading: Reading) -> Objection | None:
    """ "What did X say" needs words of X."""
    question = reading.question
    if question.speaker is None:
        return None
    speaker = question.word(question.speaker)
    if speaker.pos == "PRON" or speaker.lemma in {"article", "text", "story", "report", "author"}:
        return None
    if any(speaks(parse, keys_of_word(speaker), reading.article_text) for parse in (reading.sentence, *reading.near)):
        return None
    name = _phrase_at(question, question.speaker)
    return Objection("speech", f"The article reports no words of {name} on this.")


def speaks(parse: Parse, speaker: Keys, article_text: str) -> bool:
    """Tell whether somebody with these keys says something in a sentence: "X said", "said X", "according to X".

    Where the speaker is a pronoun the sentence must name the person elsewhere.
    """
    for word in parse.words:
        head = parse.words[word.head]
        subject = word.dep in {"nsubj", "nsubjpass", "agent"} and head.lemma in _SAYING
        source = word.dep == "pobj" and (head.lemma == "to" or head.text.lower() == "by")
        accorded = source and any(w.lemma in {"accord", "according"} for w in parse.words)
        if not subject and not accorded:
            continue
        names = {key for other in _phrase_words(parse, word) for key in keys_of_word(other)}
        if speaker & names or (word.pos == "PRON" and speaker & sentence_keys(parse, article_text)):
            return True
        if any(speaker <= names_of for names_of in _expanded(names, article_text)):
            return True
    return False


def _expanded(names: set[str], article_text: str) -> list[Keys]:
    """Return the keys of the longer names that the article has for these words: "Noem" is "Kristi Noem"."""
    aliases = aliases_of(article_text)
    related = [w for w in aliases.names | frozenset(aliases.meanings) if names & {stem(part) for part in w}]
    longer = [expansion for words in related for expansion in aliases.expansions(words)]
    return [frozenset(part if part.startswith("@") else stem(part) for part in words) for words in longer]


def _phrase_words(parse: Parse, word: Word) -> list[Word]:
    position = parse.words.index(word)
    phrase = next((p for p in parse.noun_phrases if p.first <= position <= p.last), None)
    return [word] if phrase is None else list(parse.words[phrase.first : phrase.last + 1])


def _no_such_kind(reading: Reading) -> Objection | None:
    """A question for a number needs a number in the sentence, and so on."""
    question = reading.question
    kind_name = _KIND_NAMES.get(question.kind)
    if kind_name is None or any(_holds_answer(question, parse) for parse in _read_together(reading)):
        return None
    return Objection("kind", f"The passage nearest to the question gives no {kind_name} for it.")


def _read_together(reading: Reading) -> tuple[Parse, ...]:
    """A sentence that opens with "he" is quoted with the one before it, which may hold the answer."""
    return (reading.sentence, *reading.near[:1]) if leans_back(reading.sentence) else (reading.sentence,)


def _holds_answer(question: Question, parse: Parse) -> bool:
    """A span that only repeats the question's own words answers nothing."""
    asked = {key for word in question.parse.words for key in keys_of_word(word)}
    return holds_kind(question, parse) and any(
        not keys_of_word(word) & asked
        for span in kind_spans(question, parse)
        for word in parse.words[span.first : span.last + 1]
        if word.pos not in {"DET", "ADP", "PUNCT", "PART"}
    )


def _elsewhere(reading: Reading, support: Support) -> Objection | None:
    """A name that the article has, but nowhere near the sentence, and that is not what the article is about."""
    figures = support.missing(support.sentence, "number")
    if figures:
        named = _listed([_written(reading.question, term) for term in figures], "and")
        return Objection("elsewhere", f"The article gives {named}, but not for this.")
    missing = support.missing(support.near, "name")
    asides = [term for term in missing if not _is_topic(term, reading) and not _is_joined(term, reading, support)]
    if not asides:
        return None
    named = _listed([_written(reading.question, term) for term in asides], "and")
    return Objection("elsewhere", f"The article mentions {named}, but does not say this of {_it(len(asides))}.")


def _is_topic(term: Term, reading: Reading) -> bool:
    """What the opening names needs no naming again in every sentence."""
    return term.held_by(reading.topic)


def _is_joined(term: Term, reading: Reading, support: Support) -> bool:
    """ "Uzbekistan and El Salvador": another sentence may complete what this one says of the first."""
    question = reading.question
    held = {position for other in support.sentence for position in other.positions}
    return any(
        question.word(position).dep == "conj" and question.word(position).head in held for position in term.positions
    )


def _at_another_time(reading: Reading) -> Objection | None:
    """A date in the question that neither the sentence nor its neighbours bear out."""
    asked = find_dates(reading.question.parse.text)
    stated = [date for parse in (reading.sentence, *reading.near) for date in find_dates(parse.text)]
    near = " ".join(parse.text.lower() for parse in (reading.sentence, *reading.near))
    for date in asked:
        if date.precision in {"time", "season"} or date.text.lower() in near:
            continue
        if not any(supports(source, date) for source in stated):
            return Objection("when", f"The article does not say this of “{date.text}”.")
    return None


def _done_by_another(reading: Reading) -> Objection | None:
    """The sentence says the verb of somebody else than the question does."""
    question, parse = reading.question, reading.sentence
    for verb, doer in _named_doers(question):
        keys = keys_of_word(question.word(doer))
        for position, word in enumerate(parse.words):
            if word.pos != "VERB" or not keys_of_word(question.word(verb)) & keys_of_word(word):
                continue
            others = [w for w in parse.words if w.dep == "nsubj" and w.head == position and w.pos == "PROPN"]
            if not others or any(keys & {k for o in _phrase_words(parse, w) for k in keys_of_word(o)} for w in others):
                continue
            if any(_stands_for(w, keys, reading.article_text) for w in others) or _is_above(parse, position, keys):
                continue
            said = " ".join(w.text for w in _phrase_words(parse, others[0]))
            named = _phrase_at(question, doer)
            return Objection("roles", f"The article does not say this of {named}; it says it of {said}.")
    return None


def _named_doers(question: Question) -> list[tuple[int, int]]:
    """Return (verb, subject) for each verb of the question whose subject is a name."""
    words = question.parse.words
    return [
        (word.head, i)
        for i, word in enumerate(words)
        if word.dep == "nsubj" and word.pos == "PROPN" and words[word.head].pos == "VERB"
    ]


def _is_above(parse: Parse, position: int, keys: Keys) -> bool:
    """ "El Salvador, where President Bukele agreed": what is said of the president is said of the country."""
    seen: set[int] = set()
    while position not in seen:
        seen.add(position)
        position = parse.words[position].head
        if keys & keys_of_word(parse.words[position]):
            return True
    return False


def _stands_for(word: Word, keys: Keys, article_text: str) -> bool:
    return any(keys & names for names in _expanded(set(keys_of_word(word)), article_text))


def _it(count: int) -> str:
    return "it" if count == 1 else "them"


def _written(question: Question, term: Term) -> str:
    words = [question.word(position) for position in term.positions]
    return question.parse.text[words[0].start : words[-1].end].removesuffix("'s").removesuffix("’s")


def _phrase_at(question: Question, position: int) -> str:
    phrase = next((p for p in question.parse.noun_phrases if p.first <= position <= p.last), None)
    if phrase is None:
        return question.word(position).text
    words = question.parse.words
    return question.parse.text[words[phrase.first].start : words[phrase.last].end]


def _listed(names: list[str], joiner: str) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {joiner} {names[-1]}"
