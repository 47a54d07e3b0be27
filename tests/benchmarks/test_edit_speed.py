"""The window while somebody types: no turn of its event loop takes long, whatever page is in sight."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from PySide6.QtWidgets import QApplication

from app.desktop import Desktop
from app.pages.entries import ENTRIES
from models.edits import set_field
from models.portfolio import Portfolio
from simulation.cache import Forecaster
from tests.benchmarks.conftest import Book
from tests.benchmarks.editing import edited
from tests.benchmarks.measured import Row
from tests.benchmarks.sizes import Size, portfolio_of
from tests.benchmarks.test_window_speed import replacing
from tests.benchmarks.turns import Told, arrivals, engineless, settle, told_of, turns_of

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.timeout(3600),
    pytest.mark.qt_log_ignore("This plugin does not support"),
]

EDITS = 20
ROUNDS = 2
"""Of the same edits; what else the machine does makes a turn longer, though the time of the thread alone is counted."""

LONGEST_TURN = 0.05
"""Seconds of the thread's own time on the processor: three frames, which a hand at the keys does not feel."""

LARGE = Size(stages=2000, teams=20)

Sight: TypeAlias = tuple[str, Callable[[Desktop], None]]
"""What is in sight while the plan is edited, and how to bring it there."""


def page(desktop: Desktop, name: str) -> Any:
    """Show a page."""
    position = next(at for at, entry in enumerate(ENTRIES) if entry.name == name)
    desktop.window.show_page(position)
    return desktop.window.pages[position]


def tab(name: str, position: int) -> Callable[[Desktop], None]:
    """Show a part of a page."""

    def show(desktop: Desktop) -> None:
        page(desktop, name).tabs.setCurrentIndex(position)

    return show


def whole(name: str) -> Callable[[Desktop], None]:
    """Show a page as it opens."""

    def show(desktop: Desktop) -> None:
        page(desktop, name)

    return show


def inside(desktop: Desktop) -> None:
    """Show the first initiative from inside."""
    page(desktop, "Initiatives").show_inside(desktop.parts.session.portfolio.initiatives[0].id)


def outside(desktop: Desktop) -> None:
    page(desktop, "Initiatives").leave()


def a_scenario(desktop: Desktop) -> None:
    """Look at the changes of a scenario, where there is one."""
    page(desktop, "Scenarios")
    scenarios = desktop.parts.session.portfolio.scenarios
    desktop.parts.session.look_at(scenarios[0].id if scenarios else None)


def the_base(desktop: Desktop) -> None:
    desktop.parts.session.look_at(None)
    page(desktop, "Scenarios")


SIGHTS: tuple[Sight, ...] = (
    ("Overview", whole("Overview")),
    ("Initiatives", whole("Initiatives")),
    ("Initiatives: stages", tab("Initiatives", 2)),
    ("an initiative from inside", inside),
    ("Teams", outside),
    *((entry.name, whole(entry.name)) for entry in ENTRIES[2:9]),
    ("Delivery: second tab", tab("Delivery", 1)),
    ("Scenarios: base", the_base),
    ("Scenarios: one of them", a_scenario),
    *((entry.name, whole(entry.name)) for entry in ENTRIES[10:]),
)


def story(began: Portfolio, count: int) -> Iterator[tuple[str, Portfolio]]:
    """So many edits of all kinds, each on top of the one before."""
    now = began
    number = done = 0
    while done < count:
        try:
            kind, now = _another_name(now, number) if number % 8 == 7 else edited(began, now, number)
        except (ZeroDivisionError, IndexError):
            number += 1  # there is nothing of its kind to be edited
            continue
        number, done = number + 1, done + 1
        yield kind, now


def _another_name(now: Portfolio, number: int) -> tuple[str, Portfolio]:
    one = now.initiatives[number % len(now.initiatives)]
    return "name", set_field(now, f"initiative:{one.id}.name", f"{one.name} {number}")


def told_in_turn(began: Portfolio) -> list[tuple[str, Portfolio, Told]]:
    """The edits with what the engines say of each."""
    with Forecaster() as forecaster:
        return [(kind, after, told_of(after, forecaster)) for kind, after in story(began, EDITS)]


def turns_while(desktop: Desktop, edits: list[tuple[str, Portfolio, Told]]) -> list[tuple[float, str]]:
    """The longest turn of each step while the edits are made and their figures come in, and what the step was."""
    found = []
    for kind, after, told in edits:
        push = partial(desktop.parts.session.push, replacing(after), kind)
        found.append((max(turns_of(push)), f"edit of a {kind}"))
        for name, arrive in arrivals(desktop, told):
            found.append((max(turns_of(arrive)), f"{name} after an edit of a {kind}"))
        found.append((max(turns_of(desktop.collector.collect_some)), "collecting garbage"))
    desktop.parts.session.undo_stack.setIndex(0)
    settle()
    return found


def longest_turn(desktop: Desktop, edits: list[tuple[str, Portfolio, Told]]) -> tuple[float, str]:
    """The longest turn; each step counts as in the round in which it was disturbed least."""
    rounds = [turns_while(desktop, edits) for _ in range(ROUNDS)]
    return max(min(of_a_step) for of_a_step in zip(*rounds, strict=True))


def turns_in_sight(app: QApplication, folder: Path, portfolio: Portfolio) -> Iterator[tuple[str, float, str]]:
    """For each page the longest turn with it in sight, and what it was about; pages seen before stay behind it."""
    edits = told_in_turn(portfolio)
    with engineless(app, folder) as desktop:
        session = desktop.parts.session
        session.open(portfolio, None)
        settle()
        for name, show in SIGHTS:
            show(desktop)
            settle()
            yield name, *longest_turn(desktop, edits)


@pytest.mark.parametrize("size", [None, LARGE], ids=["sample", "200 initiatives"])
def test_turns(size: Size | None, sample: Portfolio, qapp: QApplication, tmp_path: Path, book: Book) -> None:
    """20 edits with each page in sight, previews and full runs coming in: at most 50 ms of the thread in a turn."""
    portfolio = sample if size is None else portfolio_of(size)
    found = []
    for name, seconds, about in turns_in_sight(qapp, tmp_path, portfolio):
        sys.stdout.write(f"\n{name}: {1e3 * seconds:.0f} ms ({about})")
        found.append((seconds, name, about))
    seconds, name, about = max(found)
    book.row(
        Row(
            work=f"longest turn of the window's thread while 20 edits are made, {portfolio.name}",
            ours=f"{name}, {about}",
            figure=seconds,
            unit="s",
            target=LONGEST_TURN,
            at_most=True,
            note="; ".join(f"{name} {1e3 * seconds:.0f} ms" for seconds, name, _ in found),
        )
    )
