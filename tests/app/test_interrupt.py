"""Ctrl-C and termination: a flag at once, the end of the process if the work does not heed it."""

import os
import signal
import threading

import pytest

from app.interrupt import Stoppable

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX systems")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_request_to_stop_sets_the_flag_and_puts_the_handlers_back(number: int) -> None:
    before = signal.getsignal(number)
    with Stoppable(patience_seconds=60) as stoppable:
        assert not stoppable.is_set()
        os.kill(os.getpid(), number)
        assert stoppable.is_set()
    assert signal.getsignal(number) is before


def test_work_that_does_not_stop_is_ended() -> None:
    """The patience is a millisecond; the end is only noted, or this test would end with it."""
    ended = threading.Event()
    with Stoppable(ended.set, patience_seconds=0.001):
        os.kill(os.getpid(), signal.SIGINT)
        assert ended.wait(10)


def test_work_that_stops_in_time_is_not_ended() -> None:
    """The deadline of a minute is called off: its thread ends at once."""
    ended = threading.Event()
    with Stoppable(ended.set, patience_seconds=60):
        os.kill(os.getpid(), signal.SIGINT)
    deadlines = [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]
    for thread in deadlines:
        thread.join(10)
        assert not thread.is_alive()
    assert not ended.is_set()


def test_elsewhere_than_in_the_main_thread_it_is_a_flag_that_nobody_sets() -> None:
    """Signals belong to the main thread; a window's background run has its own way to stop."""
    seen: list[bool] = []

    def work() -> None:
        with Stoppable() as stoppable:
            seen.append(stoppable.is_set())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(10)
    assert seen == [False]
