"""An article becomes a draft that a library can store."""

from __future__ import annotations

from rag.errors import UnreadableFile
from rag.protocols import Draft, Segmenter
from rag.schema import Article
from rag.stages.chunking import group_chunks
from rag.stages.splitting import split_sentences


def draft_article(article: Article, segmenter: Segmenter) -> Draft:
    """Return the article with its sentences and chunks; raises UnreadableFile where it holds no sentence."""
    sentences = split_sentences(article, segmenter)
    if not any(sentence.kind == "body" for sentence in sentences):
        raise UnreadableFile(f"{article.title!r} holds no sentence; give a file with an article in it.")
    return Draft(article, sentences, group_chunks(article, sentences))
