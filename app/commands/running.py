"""Runs and studies of the command line: they can be interrupted, and how they fail is told in one way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.commands.outcome import PORTFOLIO_ERRORS, REFUSED, Ended
from app.interrupt import Stoppable
from app.terminal import complain, complain_of
from app.wording import count


@contextmanager
def running(file: Path, done: str, remedy: str = "try fewer workers") -> Iterator[Stoppable]:
    """While entered, an interrupt sets the flag that is given; afterwards it has ended the command.

    Parameters
    ----------
    done
        What comes of the portfolio, such as "forecast".
    remedy
        What to do where a worker is lost.

    Raises
    ------
    Ended
        If the portfolio has errors, or a worker was lost; both have been told.
    KeyboardInterrupt
        If the work was cancelled.
    """
    with Stoppable() as stoppable:
        from simulation.executors import WorkerLost
        from simulation.progress import Cancelled
        from simulation.run import PortfolioError

        try:
            yield stoppable
        except PortfolioError as error:
            complain_of(file, error.issues)
            complain(f"{file}: {count(len(error.issues), 'error')}; nothing was {done}")
            raise Ended(PORTFOLIO_ERRORS) from None
        except Cancelled:
            raise KeyboardInterrupt from None
        except WorkerLost as error:
            complain(f"{error} Nothing was written; {remedy}.")
            raise Ended(REFUSED) from None
    if stoppable.is_set():  # asked at the very end, when the work did not look any more
        raise KeyboardInterrupt
