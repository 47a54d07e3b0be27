"""How a command ends: what went wrong becomes a line on standard error and an exit code.

0 done, 1 the portfolio has errors, 2 wrong usage, 3 file or data refused, 130 cancelled.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import typer

from app.interrupt import CANCELLED

PORTFOLIO_ERRORS: Final = 1
WRONG_USAGE: Final = 2
REFUSED: Final = 3


class Ended(Exception):  # noqa: N818 - an outcome that has been told to the user
    """A command is over, with an exit code; what there was to say has been said."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class UsageRefused(Exception):  # noqa: N818 - says what happened
    """The command was called with something that does not go with the portfolio."""


@contextmanager
def ending() -> Iterator[None]:
    """Around the work of a command: leave with the exit code of how it ends."""
    try:
        yield
        sys.stdout.flush()
    except Ended as ended:
        raise typer.Exit(ended.code) from None
    except UsageRefused as refused:
        _complain(str(refused))
        raise typer.Exit(WRONG_USAGE) from None
    except KeyboardInterrupt:
        sys.stderr.write("cancelled\n")
        raise typer.Exit(CANCELLED) from None
    except BrokenPipeError:
        _silence_output()
        raise typer.Exit from None
    except Exception as error:
        raise typer.Exit(_explain(error)) from error


def settle_streams() -> None:
    """Show what the terminal's encoding lacks as ``?`` instead of failing over it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _explain(error: Exception) -> int:
    """Say what was refused; the exit code.  Errors of the programmer are raised again."""
    from app.exchange.files import FileRefused

    if isinstance(error, FileRefused):
        _complain(str(error))
        return REFUSED
    raise error


def _complain(message: str) -> None:
    from app.terminal import complain

    complain(message)


def _silence_output() -> None:
    """The reader of our output is gone (``| head``): let nothing more be written to it, not even at the exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
