"""In which order an engine tells of a run: figures first, views last, and not at all while somebody types."""

from __future__ import annotations

from typing import Any

import pytest

from app.state.engine import Detailed, Ended, Forecast, Request, _Office
from models.edits import set_field
from tests.portfolios import example_portfolio


class Pipe:
    """Keeps what is sent."""

    def __init__(self) -> None:
        self.sent: list[Any] = []

    def send(self, message: Any) -> None:
        self.sent.append(message)


class Inbox:
    """Somebody types, or nobody does."""

    def __init__(self, *, typing: bool) -> None:
        self._typing = typing
        self.waited: list[float] = []

    def is_set(self) -> bool:
        return False

    def stays_empty(self, seconds: float) -> bool:
        self.waited.append(seconds)
        return not self._typing


def told(*, preview: bool, typing: bool = False, scenario: str | None = None) -> list[Any]:
    """What is told of a run without the steps of its progress."""
    pipe, inbox = Pipe(), Inbox(typing=typing)
    office = _Office(pipe, inbox, 1)  # type: ignore[arg-type]
    plan = set_field(example_portfolio(), "settings.seed", 5)
    office.answer(Request(7, plan, scenario, trials=100, preview=preview))
    assert inbox.waited == ([0.3] if preview else [])
    if office._forecaster is not None:
        office._forecaster.close()
    return [message for message in pipe.sent if isinstance(message, Forecast | Detailed | Ended)]


@pytest.mark.parametrize("typing", [False, True])
def test_a_preview_sends_its_views_after_a_pause(typing: bool) -> None:
    """The full run begins with the end of the preview, so the views must not hold that up."""
    messages = told(preview=True, typing=typing)
    kinds = [type(message) for message in messages]
    assert kinds == [Forecast, Detailed, Ended] + ([] if typing else [Detailed])
    assert messages[1].details.views is None
    if not typing:
        details = messages[3].details
        assert details.views.single("value").mean[0] == details.summary.key.value.mean
        assert details.summary is messages[1].details.summary


def test_a_full_run_sends_everything_at_once() -> None:
    """And what it sends is of the run that was asked for."""
    messages = told(preview=False)
    assert [type(message) for message in messages] == [Forecast, Detailed, Ended]
    details = messages[1].details
    assert (details.revision, details.trials, details.start, details.horizon_months) == (7, 100, "2027-01", 60)
    assert details.currency == "EUR"
    assert details.views.initiatives == tuple(one.id for one in details.summary.initiatives)


def test_what_is_shown_is_of_one_result_while_the_base_is_run() -> None:
    """The comparison with the base takes as long as the run: tables and views come with the figures, not after it."""
    messages = told(preview=False, scenario="lean")
    assert [type(message) for message in messages] == [Forecast, Detailed, Forecast, Ended]
    own, detailed, base, _ = messages
    assert (own.is_base, base.is_base) == (False, True)
    assert detailed.details.summary.key == own.figures.key
    assert detailed.details.summary.provenance.scenario == own.figures.scenario == "lean"
    assert detailed.details.views is not None


def test_a_preview_of_a_scenario_tells_its_tables_before_the_base() -> None:
    messages = told(preview=True, scenario="lean")
    assert [type(message) for message in messages] == [Forecast, Detailed, Forecast, Ended, Detailed]
    assert messages[1].details.summary.key == messages[0].figures.key
    assert messages[4].details.views is not None
