"""Which engine goes first where the cores are wanted by both."""

from __future__ import annotations

import os
import sys
from multiprocessing import get_context
from multiprocessing.connection import Connection

import pytest

from app.state.engine import serve

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has classes of priority, not niceness")


def niceness_of_engine(gives_way: bool) -> int:
    """The niceness of an engine that has settled in."""
    ours, theirs = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_told_niceness, args=(theirs, gives_way))
    process.start()
    niceness = int(ours.recv())
    process.kill()
    process.join()
    ours.close()
    theirs.close()
    return niceness


def _told_niceness(pipe: Connection, gives_way: bool) -> None:
    """Tells its own niceness at the first request, which is only answered once it has settled in."""
    import app.state.engine as engine

    class Telling(engine.Inbox):
        def __init__(self, pipe: Connection) -> None:
            pipe.send(os.getpriority(os.PRIO_PROCESS, 0))
            super().__init__(pipe)

    engine.Inbox = Telling  # type: ignore[misc]
    serve(pipe, 1, gives_way)


def test_a_full_run_gives_way_to_previews() -> None:
    """The engine of full runs is nicer than that of previews, which is as nice as the window."""
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert niceness_of_engine(gives_way=False) == own
    assert niceness_of_engine(gives_way=True) > own
