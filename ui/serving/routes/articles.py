"""``/articles`` and ``/ingest``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Any, cast

from fastapi import APIRouter, File, Query, UploadFile
from starlette.responses import JSONResponse, PlainTextResponse, Response

from rag.errors import CitewireError
from ui.serving.faults import error_of, status_of
from ui.serving.routes.asking import REFUSALS
from ui.serving.shapes import (
    ArticleBody,
    ArticleId,
    ArticleList,
    ArticleShape,
    IngestShape,
    RemovedShape,
)
from ui.serving.sse import identified
from ui.serving.storing import bare_name
from ui.serving.work import last_of

if TYPE_CHECKING:
    from rag.protocols import ArticleInfo
    from ui.serving.service import Service
    from ui.serving.storing import Stored, Storing

MOST_FILES = 100


def article_routes(service: Service) -> APIRouter:
    """Return the routes that read the library."""
    router = APIRouter(tags=["articles"], responses=REFUSALS)
    library = service.pipeline.library

    @router.get("/articles", operation_id="list_articles", response_model=ArticleList)
    def list_articles(
        q: Annotated[str, Query(max_length=200, description="Words of titles and sources.")] = "",
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    ) -> dict[str, Any]:
        """List the articles, in the order of their ids."""
        return found_articles(service, q, limit=limit, offset=offset)

    @router.get("/articles/{article_id}", operation_id="read_article", response_model=ArticleShape)
    def read_article(article_id: ArticleId) -> dict[str, Any]:
        """Return an article with its text."""
        article = library.article(article_id)
        info = next(info for info in library.listing() if info.article_id == article_id)
        return {**row_of(info), "text": article.text}

    @router.get(
        "/articles/{article_id}/text",
        operation_id="read_text",
        response_class=PlainTextResponse,
    )
    def read_text(article_id: ArticleId) -> Response:
        """Return an article's text, exactly as every offset refers to it."""
        text = library.article(article_id).text
        return PlainTextResponse(text.encode("utf-8", "surrogatepass"))

    return router


def storing_routes(service: Service) -> APIRouter:
    """Return the routes that change the library."""
    router = APIRouter(tags=["articles"], responses=REFUSALS)
    storing = service.storing

    @router.post("/ingest", operation_id="ingest", response_model=IngestShape)
    async def ingest(
        files: Annotated[list[UploadFile], File(description="Text or Markdown in UTF-8.", max_length=MOST_FILES)],
    ) -> Response | dict[str, Any]:
        """Add files; one that cannot be used does not stop the others. What is `added` is safe on disk."""
        storing.refuse_changes()
        acts = [_adding(storing, await file.read(), file.filename or "") for file in files]
        return await _done(service, acts)

    @router.post("/articles", operation_id="add_article", response_model=IngestShape)
    async def add_article(body: ArticleBody) -> Response | dict[str, Any]:
        """Add a text; the library never holds one text twice."""
        storing.refuse_changes()
        act = partial(storing.add_text, body.text, title=body.title, published=body.published)
        return await _done(service, [_Act(body.title, lambda: iter([act()]))])

    @router.delete("/articles/{article_id}", operation_id="remove_article", response_model=RemovedShape)
    def remove_article(article_id: ArticleId) -> dict[str, Any]:
        """Remove an article."""
        title = storing.remove(article_id)
        return identified({"article_id": article_id, "title": title})

    return router


@dataclass(frozen=True, slots=True)
class _Act:
    """One article that is to be stored."""

    name: str
    store: Callable[[], Iterator[Stored | CitewireError]]


def _adding(storing: Storing, data: bytes, name: str) -> _Act:
    return _Act(bare_name(name), partial(storing.add_file, data, name))


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of one article."""

    name: str
    became: Stored | CitewireError

    def row(self) -> dict[str, Any]:
        if isinstance(self.became, CitewireError):
            return {"status": "refused", "name": self.name, "reason": str(self.became)}
        return {"name": self.name, **asdict(self.became)}


async def _done(service: Service, acts: list[_Act]) -> Response | dict[str, Any]:
    """Store in the line, as embedding takes processors; where nothing could be, the first reason is the status."""

    def store() -> Iterator[list[_Outcome]]:
        yield [outcome for act in acts for outcome in _tried(act)]

    outcomes = cast("list[_Outcome]", await last_of(service.change(store)))
    told = identified({"results": [outcome.row() for outcome in outcomes]})
    refused = [outcome.became for outcome in outcomes if isinstance(outcome.became, CitewireError)]
    if not refused or len(refused) < len(outcomes):
        return told
    return JSONResponse({**told, **error_of(refused[0])}, status_of(refused[0]))


def _tried(act: _Act) -> Iterator[_Outcome]:
    try:
        for became in act.store():
            yield _Outcome(act.name, became)
    except CitewireError as exc:
        yield _Outcome(act.name, exc)


def found_articles(service: Service, search: str, *, limit: int, offset: int = 0) -> dict[str, Any]:
    """Return a part of the listing: the articles whose titles and sources hold all of the words searched for."""
    words = search.casefold().split()
    listing = service.pipeline.library.listing()
    found = [info for info in listing if all(word in _searched(info) for word in words)]
    return {"total": len(found), "articles": [row_of(info) for info in found[offset : offset + limit]]}


def row_of(info: ArticleInfo) -> dict[str, Any]:
    """Return a row of the listing as programs get it: a file's name, and none of this machine's folders."""
    kept = ("article_id", "title", "sha256", "published", "sentences", "added", "publisher", "tags", "version")
    return {**{name: getattr(info, name) for name in kept}, "source": public_source(info.source)}


def public_source(source: str) -> str:
    """Return where an article comes from, without the folders of this machine."""
    return source if "://" in source or not PurePath(source).is_absolute() else PurePath(source).name


def _searched(info: ArticleInfo) -> str:
    return f"{info.title} {public_source(info.source)} {info.published or ''}".casefold()
