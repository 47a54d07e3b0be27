"""``foliocast check``: everything that is wrong or odd in a portfolio."""

from __future__ import annotations

from pathlib import Path

from app.commands.outcome import PORTFOLIO_ERRORS, Ended
from app.exchange.files import DocumentError, load_portfolio
from app.terminal import complain_of, print_text
from app.wording import count, them
from models.check import check
from models.portfolio import Portfolio


def check_file(file: Path) -> None:
    """List the issues of a portfolio file on standard error, and their number on standard output.

    Raises
    ------
    FileRefused
        If the file holds no portfolio.
    Ended
        If there are errors.
    """
    issues = check(load_or_list(file))
    complain_of(file, issues)
    errors = sum(issue.severity == "error" for issue in issues)
    print_text(f"{file}: {count(errors, 'error')}, {count(len(issues) - errors, 'warning')}")
    if errors:
        raise Ended(PORTFOLIO_ERRORS)


def load_or_list(file: Path) -> Portfolio:
    """The portfolio of a file; where fields do not fit, lists them all on standard error and ends the command.

    Raises
    ------
    FileRefused
        If the file holds no portfolio.
    Ended
        If it holds one with fields that do not fit.
    """
    try:
        return load_portfolio(file)
    except DocumentError as error:
        complain_of(file, error.issues)
        print_text(f"{file}: {count(len(error.issues), 'error')}; mend {them(error.issues)} to see the rest")
        raise Ended(PORTFOLIO_ERRORS) from None
