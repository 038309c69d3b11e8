"""What the child runs: ``python -m rag.adapters.formats.child_main BYTES``. It reads files until its input ends."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rag.adapters.formats.docx import extract_docx
from rag.adapters.formats.feeds import extract_feed
from rag.adapters.formats.html import extract_html
from rag.adapters.formats.pdf import extract_pdf
from rag.errors import UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from rag.stages.extracts import Extract

_READERS: dict[str, Callable[..., tuple[Extract, ...]]] = {
    "html": extract_html,
    "pdf": extract_pdf,
    "docx": extract_docx,
    "feed": extract_feed,
}
_FORBIDDEN = frozenset({
    "socket.connect", "socket.getaddrinfo", "socket.bind", "subprocess.Popen", "os.system", "os.exec",
    "os.posix_spawn", "os.fork", "os.remove", "os.rename", "os.mkdir",
})  # fmt: skip


def main(memory: str) -> int:
    """Answer requests until standard input ends."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a parser prints must not stand among the replies
    _limit(int(memory))
    for line in sys.stdin.buffer:
        head = json.loads(line)
        data = sys.stdin.buffer.read(head["size"])
        reply = json.dumps(_reply(head, data)).encode("utf-8")
        replies.write(b"%012d" % len(reply) + reply)
        replies.flush()
    return 0


def _reply(head: dict[str, Any], data: bytes) -> dict[str, Any]:
    try:
        found = _READERS[head["kind"]](data, name=head["name"], address=head["address"])
    except UnreadableFile as exc:
        return {"reason": str(exc)}
    except MemoryError:
        os._exit(1)  # what is left of this process is not to be trusted
    except Exception as exc:  # noqa: BLE001 - parsers raise anything on what was made to break them
        kind = type(exc).__name__
        return {"reason": f"{head['name']!r} is damaged, or no {head['kind'].upper()} at all ({kind}); check the file."}
    return {"extracts": [asdict(extract) for extract in found]}


def _limit(memory: int) -> None:
    """Bound what this process may take and do; where the system knows no such limits, the parent's clock is left."""
    try:
        import resource
    except ImportError:
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    written = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    if event in _FORBIDDEN or written:
        raise PermissionError(f"{event} is not for readers of files")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
