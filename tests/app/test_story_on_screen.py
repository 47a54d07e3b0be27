"""The story of the first five minutes with the real program on a real screen: real keys, real dialogs, a real file."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from app.exchange.files import FileRefused, load_portfolio
from tests.screen import Screen, missing_programs, until


@pytest.mark.slow
@pytest.mark.skipif(bool(missing_programs()), reason=f"needs {', '.join(missing_programs())}")
def test_cut_undo_redo_save_and_reopen(tmp_path: Path) -> None:
    """6,460,000 is 85 % of the first envelope of the sample, 7,600,000."""
    plan = tmp_path / "plan.foliocast"
    with Screen(1280, 800) as screen, screen.program(tmp_path, "open", "--sample") as program:
        program.window("Ferrowick")
        program.keys("ctrl+4", "Tab", "Tab")  # the Budget page, from the period to the amount
        program.type("6460000")
        program.keys("Return", "ctrl+z", "ctrl+shift+z", "ctrl+s")
        program.type_into_dialog("Save the plan", str(plan))
        until(plan.exists)
        assert load_portfolio(plan).budgets[0].amount.base == 6_460_000
        program.focus()
        program.keys("ctrl+z", "ctrl+s")
        until(lambda: amount_in(plan) == 7_600_000)
        program.keys("ctrl+w")
        program.keys("space")  # the sample button has the keyboard on the welcome page
        program.window("Ferrowick")
        assert program.process.poll() is None
    with Screen(1280, 800) as screen, screen.program(tmp_path, "open", str(plan)) as program:
        program.window("plan.foliocast")


def amount_in(plan: Path) -> float:
    """The first envelope in the file; 0 while it cannot be read."""
    with contextlib.suppress(FileRefused):
        return load_portfolio(plan).budgets[0].amount.base
    return 0.0
