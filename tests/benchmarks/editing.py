"""Somebody who edits the sample and watches the key figures: ``python -m tests.benchmarks.editing EDITS``.

The kinds of edit take turns; each goes a little up and a little down from where the sample began, so that the
portfolio of the last edit is no more work than that of the first.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

import msgspec
import psutil

from models.address import parse_address
from models.edits import rerank, select_option, set_field
from models.initiative import Option
from models.portfolio import Portfolio
from models.uncertainty import Quantity
from tests.benchmarks.measured import ROOT
from tests.places import sample_portfolio

Edit = Callable[[Portfolio, Portfolio, int], Portfolio]
"""From the sample as it began, the portfolio as it is and the number of the turn to the next portfolio."""


class Edited(msgspec.Struct, frozen=True):
    """One edit: its kind, how long the key figures took, and the memory that was held afterwards."""

    kind: str
    seconds: float
    check_seconds: float  # part of ``seconds``
    resident_mib: float


def edits_alone(count: int) -> list[Edited]:
    """So many edits in a process of their own."""
    command = [sys.executable, "-m", "tests.benchmarks.editing", str(count)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=600)
    return msgspec.json.decode(ended.stdout, type=list[Edited])


def edited(began: Portfolio, now: Portfolio, number: int) -> tuple[str, Portfolio]:
    """The kind of the next edit, and the portfolio after it."""
    kinds = list(_EDITS)
    kind = kinds[number % len(kinds)]
    return kind, _EDITS[kind](began, now, number // len(kinds))


def _near(quantity: Quantity, turn: int) -> Quantity:
    """The quantity up to 3 % higher or lower; never as it was."""
    return quantity.scaled((1.03, 0.98, 1.01, 0.97, 1.02, 0.99)[turn % 6])


def _price(began: Portfolio, now: Portfolio, turn: int) -> Portfolio:
    sold = [benefit for option in _chosen(began) for benefit in option.benefits]
    benefit = sold[turn % len(sold)]
    return set_field(now, f"benefit:{benefit.id}.price", _near(benefit.price, turn))


def _discount_rate(began: Portfolio, now: Portfolio, turn: int) -> Portfolio:
    return set_field(now, "settings.discount_rate", _near(began.settings.discount_rate, turn))


def _headcount(began: Portfolio, now: Portfolio, turn: int) -> Portfolio:
    team = began.teams[turn // 2 % len(began.teams)]
    return set_field(now, f"team:{team.id}.headcount", team.headcount + (1 if turn % 2 == 0 else 0))


def _duration(began: Portfolio, now: Portfolio, turn: int) -> Portfolio:
    stages = [(one.id, one.duration) for option in _chosen(began) for one in option.stages]
    lasting = [(stage_id, duration) for stage_id, duration in stages if duration is not None and duration.base > 0]
    stage_id, duration = lasting[7 * turn % len(lasting)]
    return set_field(now, parse_address(f"stage:{stage_id}.duration"), _near(duration, turn))


def _budget(began: Portfolio, now: Portfolio, turn: int) -> Portfolio:
    budget = began.budgets[turn % len(began.budgets)]
    return set_field(now, f"budget:{budget.id}.amount", _near(budget.amount, turn))


def _rank(began: Portfolio, now: Portfolio, turn: int) -> Portfolio:
    """Two neighbours change places, and in the next turn back."""
    order = [one.id for one in sorted(began.initiatives, key=lambda one: one.rank)]
    place = turn // 2 * 3 % (len(order) - 1)
    if turn % 2 == 0:
        order[place], order[place + 1] = order[place + 1], order[place]
    return rerank(now, order)


def _selected_option(began: Portfolio, now: Portfolio, turn: int) -> Portfolio:
    """Another way to get an initiative, and in the next turn the first one again."""
    several = [one for one in began.initiatives if len(one.options) > 1 and one.selected]
    initiative = several[turn // 2 % len(several)]
    other = next(option.id for option in initiative.options if option.id != initiative.selected)
    return select_option(now, initiative.id, other if turn % 2 == 0 else initiative.selected)


def _chosen(portfolio: Portfolio) -> list[Option]:
    return [option for one in portfolio.initiatives for option in one.options if option.id == one.selected]


_EDITS: dict[str, Edit] = {
    "price": _price,
    "discount rate": _discount_rate,
    "headcount": _headcount,
    "duration": _duration,
    "budget": _budget,
    "rank": _rank,
    "selected option": _selected_option,
}


def _main(count: int) -> None:
    from simulation.cache import Forecaster
    from simulation.run import require_sound
    from simulation.summarise import key_figures

    began = now = sample_portfolio()
    done = []
    with Forecaster() as forecaster:
        key_figures(forecaster.preview(now))
        for number in range(count):
            since = time.perf_counter()
            kind, now = edited(began, now, number)
            checking = time.perf_counter()
            require_sound(now, None)  # as the window's engine does before a preview
            checked = time.perf_counter() - checking
            key_figures(forecaster.preview(now))
            seconds = time.perf_counter() - since
            done.append(Edited(kind, seconds, checked, psutil.Process().memory_info().rss / 2**20))
    sys.stdout.buffer.write(msgspec.json.encode(done))


if __name__ == "__main__":
    _main(int(sys.argv[1]))
