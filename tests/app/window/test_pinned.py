"""A result that is pinned stays, and later ones are shown against it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import msgspec
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.desktop import Desktop
from app.shell.figures import key_figures
from app.state.engine import Request
from app.state.outlook import Details, Outlook, figures_of
from app.state.pinned import CURVE_POINTS, Kept, kept_of
from app.state.session import Session
from models.baseline import Baseline
from models.edits import set_field
from models.portfolio import Portfolio
from simulation.run import forecast
from simulation.summarise import summarise
from simulation.summary.views import views_of
from tests.portfolios import example_portfolio


def without_baseline() -> Portfolio:
    """The example as it opens with nothing pinned."""
    return msgspec.structs.replace(example_portfolio(), baselines=())


@pytest.fixture(scope="module")
def results() -> tuple[Details, Details]:
    """The example, and the same with one platform engineer more: revisions 1 and 2, of 200 futures each."""
    more = set_field(without_baseline(), "team:platform.headcount", 9)
    found = []
    for revision, plan in enumerate((without_baseline(), more), 1):
        result = forecast(plan, trials=200, seed=7)
        found.append(Details(revision, summarise(result), views_of(result)))
    return found[0], found[1]


def outlook_of(details: Details) -> Outlook:
    return Outlook(figures=figures_of(details), details=details, full_is_in=True)


def shown(session: Session, details: Details) -> None:
    """A later full run is in."""
    session.set_outlook(replace(session.outlook, figures=figures_of(details), details=details, full_is_in=True))


def kept(details: Details) -> Kept:
    return kept_of(details, "pinned result", "", "2026-11-30")


def test_the_strip_shows_what_changed_since_the_pinned_result(qtbot: QtBot, results: tuple[Details, Details]) -> None:
    """At first it is the pinned one itself, and there is nothing to compare; then there is a change of each figure."""
    session = Session()
    session.open(without_baseline(), None)
    session.set_outlook(outlook_of(results[0]))
    session.pin()
    assert session.outlook.shows_pinned
    assert session.outlook.against_pinned is None
    assert session.outlook.behind is None
    shown(session, results[1])
    assert session.outlook.against_pinned is session.outlook.behind is session.outlook.pinned
    told = [figure.changes[-1].text for figure in key_figures(session.outlook)]
    assert all(text.endswith("vs pinned") for text in told)
    before, after = (one.summary.key.launches.mean for one in results)
    assert before is not None
    assert after is not None
    assert told[2].startswith("=" if abs(after - before) < 0.05 else "▲" if after > before else "▼")
    session.unpin()
    assert all(figure.changes == () for figure in key_figures(session.outlook))


def test_a_preview_of_fewer_futures_is_not_compared(results: tuple[Details, Details]) -> None:
    """The difference would be that of the futures; the full run is compared all the same, and awaited."""
    few = replace(figures_of(results[1]), trials=100)
    preview = Outlook(figures=few, details=results[1], pinned=kept(results[0]))
    assert preview.against_pinned is None
    assert replace(preview, phase="full").awaited == ("pinned",)
    assert replace(preview, full_is_in=True).against_pinned is not None


def test_money_of_another_currency_is_not_compared(results: tuple[Details, Details]) -> None:
    pinned = kept(results[0])
    foreign = Kept(msgspec.structs.replace(pinned.baseline, currency="USD"))
    assert replace(outlook_of(results[1]), pinned=foreign).against_pinned is None


def test_dates_count_from_the_start_of_what_is_shown(results: tuple[Details, Details]) -> None:
    """Kept of a plan that began a year earlier: month 14 of it is month 2 of the one that is shown."""
    pinned = kept(results[0]).baseline
    earlier = Kept(msgspec.structs.replace(pinned, start="2026-01"))
    assert earlier.shift("2027-01") == -12.0
    held = earlier.find("cash_p50")
    assert held is not None
    months = len(held.numbers)
    numbers = earlier.numbers("cash_p50", "", "2027-01", months)
    assert numbers[:-12] == list(held.numbers[12:])
    assert np.isnan(numbers[-12:]).all()  # it ended before


def test_what_is_kept_is_what_the_result_says(results: tuple[Details, Details]) -> None:
    """To seven digits."""
    details = results[0]
    pinned, summary = kept(details), details.summary
    value, launch = pinned.find("value"), pinned.find("launch", "initiative:atlas")
    assert value is not None
    assert launch is not None
    assert value.p50 == pytest.approx(summary.key.value.p50, rel=1e-6)
    atlas = next(one for one in summary.initiatives if one.id == "atlas")
    assert launch.p80 == pytest.approx(atlas.launch.months.p80, rel=1e-6)
    assert launch.missing == atlas.launch.months.missing_share
    curve, views = pinned.find("value_curve"), details.views
    assert curve is not None
    assert views is not None
    assert len(curve.numbers) == CURVE_POINTS
    assert curve.numbers[100] == pytest.approx(float(views.single("value").quantiles[0][500]), rel=1e-6)
    origin, own = summary.provenance, pinned.baseline
    assert (own.seed, own.trials, own.digest) == (origin.seed, origin.trials, origin.digest)


def test_another_document_has_nothing_pinned(qtbot: QtBot, results: tuple[Details, Details]) -> None:
    session = Session()
    session.open(without_baseline(), None)
    session.pin()
    assert session.outlook.pinned is None
    session.set_outlook(outlook_of(results[0]))
    session.pin()
    session.open(without_baseline(), None)
    assert session.outlook.pinned is None


def test_the_commands_pin_and_unpin(
    start: Callable[[], Desktop], qtbot: QtBot, no_engine: list[Request], results: tuple[Details, Details]
) -> None:
    """Each can be used only where it makes a difference."""
    desktop = start()
    session, menus = desktop.parts.session, desktop.window.menus
    session.open(without_baseline(), None)
    assert not menus.pin.isEnabled()
    session.set_outlook(outlook_of(results[0]))
    assert menus.pin.isEnabled()
    assert not menus.unpin.isEnabled()
    menus.pin.trigger()
    assert session.outlook.pinned is not None
    assert not menus.pin.isEnabled()
    shown(session, results[1])
    assert menus.pin.isEnabled()
    assert any(label.text().endswith("vs pinned") for label in desktop.window.strip.cells[0].changes)
    menus.unpin.trigger()
    assert session.outlook.pinned is None
    assert not menus.unpin.isEnabled()


# Baselines: what is kept in the document.


def test_the_strip_names_the_baseline(
    start: Callable[[], Desktop], qtbot: QtBot, no_engine: list[Request], results: tuple[Details, Details]
) -> None:
    """There may be several.  A long name is cut where the strip ends, and is whole in the tooltip and to a reader."""
    desktop = start()
    session, strip = desktop.parts.session, desktop.window.strip
    session.open(without_baseline(), None)
    session.set_outlook(outlook_of(results[0]))
    session.store_baseline("Board")
    shown(session, results[1])
    assert all(figure.changes[-1].text.endswith("vs baseline Board") for figure in key_figures(session.outlook))
    assert strip.cells[0].accessibleName().endswith("vs baseline Board")
    name = "Board meeting of December, after the second round of cuts in platform and design, with the late launch"
    session.push(lambda before: set_field(before, f"baseline:{stored(session).id}.name", name), "rename")
    shown(session, results[1])
    for cell in strip.cells:
        change = cell.changes[0]
        assert change.text().endswith("…")
        assert change.toolTip().endswith(f"vs baseline {name}")
        assert f"vs baseline {name}" in cell.accessibleName()
    session.pin()
    shown(session, results[0])
    assert "baseline" not in strip.cells[0].accessibleName()
    assert strip.cells[0].accessibleName().endswith("vs pinned")


def stored(session: Session) -> Baseline:
    """The newest baseline of the document."""
    return session.portfolio.baselines[-1]


def test_a_result_is_stored_and_opens_with_the_document(qtbot: QtBot, results: tuple[Details, Details]) -> None:
    """A step of the history; whoever opens the document sees results against its newest baseline."""
    session = Session()
    session.open(without_baseline(), None)
    session.set_outlook(outlook_of(results[0]))
    assert session.can_store
    session.store_baseline("Board, March")
    assert session.undo_stack.undoText() == "store the baseline “Board, March”"
    assert stored(session).name == "Board, March"
    assert len({one.id for one in stored(session).figures}) == len(stored(session).figures) > 50
    again = Session()
    again.open(session.portfolio, None)
    pinned = again.outlook.pinned
    assert pinned is not None
    assert pinned.baseline is stored(session)
    shown(again, results[0])
    assert again.outlook.shows_pinned  # it is known again by plan, seed and number of futures


def test_undo_takes_a_baseline_away_and_redo_brings_it_back(qtbot: QtBot, results: tuple[Details, Details]) -> None:
    session = Session()
    session.open(without_baseline(), None)
    session.set_outlook(outlook_of(results[0]))
    session.store_baseline("Board")
    made = stored(session)
    session.undo_stack.undo()
    assert session.portfolio.baselines == ()
    assert session.outlook.pinned is None
    session.undo_stack.redo()
    assert stored(session) == made
    session.compare_with(made.id)
    assert session.outlook.pinned is not None
    session.remove_baseline(made.id)
    assert session.portfolio.baselines == ()
    assert session.outlook.pinned is None


def test_another_name_is_followed(qtbot: QtBot, results: tuple[Details, Details]) -> None:
    session = Session()
    session.open(example_portfolio(), None)
    session.push(lambda before: set_field(before, "baseline:board.name", "Board, December"), "rename")
    assert session.outlook.pinned is not None
    assert session.outlook.pinned.name == "Board, December"


def test_only_a_full_run_of_the_plan_as_it_is_can_be_stored(qtbot: QtBot, results: tuple[Details, Details]) -> None:
    session = Session()
    session.open(without_baseline(), None)
    whole = outlook_of(results[0])
    for outlook in (
        replace(whole, full_is_in=False),
        replace(whole, stale=True),
        replace(whole, details=replace(results[0], views=None)),
        replace(whole, figures=figures_of(results[1])),
    ):
        session.set_outlook(outlook)
        assert not session.can_store
        session.store_baseline("Too early")
        assert session.portfolio.baselines == ()


def test_the_menu_stores_chooses_and_removes(
    start: Callable[[], Desktop], qtbot: QtBot, no_engine: list[Request], results: tuple[Details, Details]
) -> None:
    desktop = start()
    session, menu = desktop.parts.session, desktop.window.baselines
    session.open(without_baseline(), None)
    assert not menu.store.isEnabled()
    assert not menu.choose.isEnabled()
    session.set_outlook(outlook_of(results[0]))
    menu.store.trigger()
    shown(session, results[1])
    menu.store.trigger()
    assert [one.name for one in session.portfolio.baselines] == ["Board", "Board"]
    assert len({one.id for one in session.portfolio.baselines}) == 2
    newest, oldest = menu.choose.actions()
    assert newest.isChecked()
    assert not oldest.isChecked()
    oldest.trigger()
    pinned = session.outlook.pinned
    assert pinned is not None
    assert pinned.baseline is session.portfolio.baselines[0]
    assert menu.choose.actions()[1].isChecked()
    menu.remove.actions()[1].trigger()
    assert len(session.portfolio.baselines) == 1
    assert session.outlook.pinned is None


def test_a_baseline_needs_no_new_forecast(
    start: Callable[[], Desktop], qtbot: QtBot, no_engine: list[Request], results: tuple[Details, Details]
) -> None:
    """Only the check is asked for again; another edit is forecast as ever."""
    session = start().parts.session
    session.open(without_baseline(), None)
    session.set_outlook(replace(outlook_of(results[0]), phase="idle", stale=False))
    no_engine.clear()
    session.store_baseline("Board")
    assert [(one.check, one.trials) for one in no_engine] == [(True, 0)]
    assert not session.outlook.stale
    session.push(lambda before: set_field(before, "team:platform.headcount", 9), "hire")
    assert session.outlook.stale
    assert all(request.portfolio is None or request.check or not request.portfolio.baselines for request in no_engine)


def test_what_cannot_be_compared_is_said(
    start: Callable[[], Desktop], qtbot: QtBot, no_engine: list[Request], results: tuple[Details, Details]
) -> None:
    """Money of another currency, and a baseline without figures; both stay in the document as they are."""
    desktop = start()
    session, menu = desktop.parts.session, desktop.window.baselines
    one = example_portfolio().baselines[0]
    foreign = msgspec.structs.replace(one, id="foreign", currency="USD", figures=())
    empty = msgspec.structs.replace(one, id="empty", figures=())
    session.open(msgspec.structs.replace(example_portfolio(), baselines=(foreign, empty)), None)
    said: list[str] = []
    menu.said.connect(said.append)
    for action in menu.choose.actions():
        action.trigger()
    assert "holds no figures" in said[0]
    assert "its money is in USD and the plan's in EUR" in said[1]
    assert session.portfolio.baselines == (foreign, empty)
