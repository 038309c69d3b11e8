"""The child process that serves one model file until its input closes."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

CONTEXT = 4096
"""Tokens: a prompt has some 700 at most."""
LONGEST = 512
"""Tokens of one draft."""
KEPT_MIB = 256
"""Memory for prompts of earlier questions; without a bound llama.cpp keeps 8 GiB of them."""


def main() -> None:
    """Read the order from standard input, serve, say where, and end when the input closes."""
    # What llama.cpp says must not reach the pipe that the address goes through.
    said = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    order = json.loads(sys.stdin.readline())
    server = _serve(order["path"], order["key"])
    os.write(said, f"{server.listening_address}\n".encode())
    os.close(said)
    while sys.stdin.readline():
        pass
    os._exit(0)  # at once: there is nothing to save, and a generation may be under way


def _serve(path: str, key: str) -> Any:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = path
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [key]
    params.ui = False
    params.endpoint_slots = False
    params.warmup = False
    params.offline = True
    params.n_ctx = CONTEXT
    params.n_parallel = 1
    params.n_predict = LONGEST
    params.cache_ram_mib = KEPT_MIB
    # its threads wait for each other at every step, and what it wrote is verified beside it: a step on all processors
    # would wait for that, and on a busy machine a word takes ten times as long
    params.cpuparams.n_threads = max(1, _processors() - 1)
    params.cpuparams_batch.n_threads = _processors()
    params.cpuparams.poll = params.cpuparams_batch.poll = 0
    return xllamacpp.Server(params)


def _processors() -> int:
    """Return how many processors this process may use, which can be fewer than there are."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


if __name__ == "__main__":
    main()
