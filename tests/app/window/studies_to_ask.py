"""Studies that tests have carried out in the process of the studies: quick, endless, deaf, broken and deadly ones."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from models.issue import Issue
from models.portfolio import Portfolio
from simulation.decide.pace import Pace, Telling
from simulation.progress import CancelFlag


def add(first: float, second: float, *, telling: Telling | None = None, cancel: CancelFlag | None = None) -> float:
    """Two numbers' sum, in two steps."""
    pace = Pace(2, telling, cancel)
    pace.step("the first")
    pace.step("the second")
    return first + second


def name_of(portfolio: Portfolio, *, telling: Telling | None = None, cancel: CancelFlag | None = None) -> str:
    """What a portfolio is called."""
    return portfolio.name


def endless(*, telling: Telling | None = None, cancel: CancelFlag | None = None) -> None:
    """Goes on until it is cancelled."""
    pace = Pace(10_000, telling, cancel)
    pause = threading.Event()
    while True:
        pause.wait(0.02)
        pace.step("on and on")


def deaf(*, telling: Telling | None = None, cancel: CancelFlag | None = None) -> None:
    """Looks at no flag for a minute."""
    if telling is not None:
        Pace(2, telling).step("begun")
    time.sleep(60)


def broken(*, telling: Telling | None = None, cancel: CancelFlag | None = None) -> None:
    """Comes to nothing."""
    raise ValueError("there is no team sales")


def refused(*, telling: Telling | None = None, cancel: CancelFlag | None = None) -> None:
    """Meets a plan with three errors."""
    from simulation.run import PortfolioError

    raise PortfolioError(tuple(Issue(f"stage s{number}", "duration", "is missing") for number in range(3)))


def secret(*, telling: Telling | None = None, cancel: CancelFlag | None = None) -> Callable[[], int]:
    """Answers with something that cannot be passed on."""
    return lambda: 1


def deadly(*, telling: Telling | None = None, cancel: CancelFlag | None = None) -> None:
    """Ends its process."""
    os._exit(1)


def deadly_once(mark: Path, *, telling: Telling | None = None, cancel: CancelFlag | None = None) -> str:
    """Ends its process where ``mark`` is no file yet."""
    if not mark.exists():
        mark.write_text("died")
        os._exit(1)
    return "survived"
