"""A real client of the Model Context Protocol asks, summarises and lists over HTTP."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from mcp import Client

if TYPE_CHECKING:
    import httpx

WHO = "Who is the president of Uzbekistan?"


def called(api: httpx.Client, name: str, mode: str = "auto", **arguments: Any) -> Any:
    async def call() -> Any:
        async with Client(f"{api.base_url}/mcp", mode=mode) as client:
            return await client.call_tool(name, arguments)

    return asyncio.run(call())


def test_the_tools_say_that_they_change_nothing(api: httpx.Client) -> None:
    async def listed() -> Any:
        async with Client(f"{api.base_url}/mcp") as client:
            return await client.list_tools()

    tools = asyncio.run(listed()).tools
    assert {tool.name for tool in tools} == {"ask", "summarise", "list_articles"}
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_question_is_answered_with_its_proof(api: httpx.Client, mode: str) -> None:
    result = called(api, "ask", mode, question=WHO)
    assert "Mirziyoyev" in result.content[0].text
    assert result.structured_content["schema"] == "citewire.answer/1"
    assert result.structured_content["claims"][0]["citations"]
    assert result.structured_content["request_id"]


def test_what_is_listed_can_be_summarised(api: httpx.Client) -> None:
    listed = called(api, "list_articles", search="uzbekistan").structured_content
    assert listed["total"] == 1
    summary = called(api, "summarise", articles=[listed["articles"][0]["article_id"]], sentences=2)
    assert 1 <= len(summary.structured_content["claims"]) <= 2
    assert called(api, "list_articles", search="nothing of the kind").structured_content["total"] == 0


def test_what_is_wrong_is_told_in_one_sentence(api: httpx.Client) -> None:
    result = called(api, "ask", question=WHO, articles=["none"])
    assert result.is_error
    assert "no article 'none'" in result.content[0].text
