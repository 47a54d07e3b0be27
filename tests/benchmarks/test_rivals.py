"""Small models that other libraries do as well, one business case and one queue: the same answers, how fast."""

import numpy as np
import pytest

from simulation import forecast
from tests.benchmarks.business_case import as_portfolio, by_monaco
from tests.benchmarks.clock import race
from tests.benchmarks.conftest import Book
from tests.benchmarks.measured import Row
from tests.benchmarks.waiting_line import CUSTOMERS, Line, OfInitiatives, by_ciw

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(3600)]

TRIALS, CASES = 10_000, 2_000


def test_business_case(book: Book) -> None:
    """A present value of five uncertain numbers; means within four standard errors of their difference."""
    portfolio = as_portfolio()
    mine, yours = forecast(portfolio, trials=TRIALS, seed=3).figures.value.values, by_monaco(CASES, seed=4)
    error = np.hypot(mine.std() / TRIALS**0.5, yours.std() / CASES**0.5)
    assert abs(mine.mean() - yours.mean()) < 4 * error
    assert mine.std() == pytest.approx(yours.std(), rel=0.1)
    ours, theirs = race(lambda: forecast(portfolio, trials=TRIALS), lambda: by_monaco(CASES, seed=4), rounds=3)
    book.row(
        Row(
            work="present value of one business case, one core",
            ours=f"{1e6 * ours.best / TRIALS:.1f} µs a trial, all other figures included",
            rival="monaco",
            theirs=f"{1e6 * theirs.best / CASES:.0f} µs a trial",
            figure=theirs.best / CASES * TRIALS / ours.best,
            unit="×",
        )
    )


def test_queue(book: Book) -> None:
    """Two servers, three quarters full; the mean wait of both within 5 % of Erlang's formula."""
    line, trials, customers = Line(), 50, 50_000
    ours_of = OfInitiatives(line, trials)
    assert np.mean([ours_of.mean_wait(seed) for seed in range(4)]) == pytest.approx(line.mean_wait, rel=0.05)
    assert np.mean([by_ciw(line, customers, seed) for seed in range(4)]) == pytest.approx(line.mean_wait, rel=0.05)
    ours, theirs = race(lambda: ours_of.mean_wait(1), lambda: by_ciw(line, customers, 1), rounds=3)
    mine, yours = ours.best / (trials * CUSTOMERS), theirs.best / customers
    book.row(
        Row(
            work="a queue with two servers (M/M/2), one core",
            ours=f"{1e6 * mine:.2f} µs a customer, as initiatives of a portfolio",
            rival="ciw",
            theirs=f"{1e6 * yours:.1f} µs a customer",
            figure=yours / mine,
            unit="×",
        )
    )
