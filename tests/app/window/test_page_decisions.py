"""The decision record: noted with the forecast frozen beside it, outcomes entered later, calibration counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.pages.decisions.freezing import freeze, outcome_text, read_outcome, verdict
from app.pages.decisions.outcomes import with_outcome
from app.pages.decisions.page import DecisionsPage
from app.pages.frame import Desk
from app.state.outlook import Details, Failure, Outlook, figures_of
from models.check import check
from models.decision import ForecastFigure
from models.edits import set_field
from models.portfolio import Portfolio
from simulation.run import forecast
from simulation.summarise import summarise
from simulation.summary.shapes import Summary
from tests.app.window.desks import desk_with, shown
from tests.app.window.runs import details_of
from tests.portfolios import example_portfolio


@pytest.fixture(scope="module")
def summary() -> Summary:
    """Of a plan whose gates are all passed, so that every launch has its P90 within the horizon."""
    return summarise(forecast(sure_plan(), trials=200, seed=7))


def sure_plan() -> Portfolio:
    plan = set_field(example_portfolio(), "stage:atlas-build-test.success", 1)
    return set_field(plan, "stage:atlas-build-design.success", 1)


@pytest.fixture
def desk(qtbot: QtBot, summary: Summary) -> Iterator[Desk]:
    made = desk_with(sure_plan(), Outlook(details=Details(1, summary)))
    yield made
    made.studies.close()


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> DecisionsPage:
    return shown(DecisionsPage(desk), qtbot, 1000, 800)


def test_a_decision_is_noted_with_its_forecast(page: DecisionsPage, summary: Summary, qtbot: QtBot) -> None:
    """What is frozen is what the summary says; noting is one step, and Undo takes it back."""
    form = page.form
    assert form.initiative.currentText() == "Atlas"
    assert form.option.currentText() == "Build"
    form.day.setText("2027-03-15")
    qtbot.keyClicks(form.role, "Head of product")
    qtbot.keyClicks(form.reason, "Best odds")
    before = page.desk.session.portfolio
    qtbot.keyClick(form.reason, Qt.Key.Key_Return)
    made = page.desk.session.portfolio.decisions[-1]
    assert (made.initiative, made.option, made.decided_on) == ("atlas", "atlas-build", "2027-03-15")
    assert (made.decided_by, made.reason) == ("Head of product", "Best odds")
    one = next(found for found in summary.initiatives if found.id == "atlas")
    frozen = {figure.metric: (figure.p10, figure.p50, figure.p80, figure.p90) for figure in made.figures}
    for metric, spread in (
        ("initiative_value", one.value),
        ("launch", one.launch.months),
        ("initiative_cost", one.cost),
        ("value", summary.key.value),
        ("cost", summary.key.cost),
    ):
        assert frozen[metric] == (spread.p10, spread.p50, spread.p80, spread.p90)
    assert [issue for issue in check(page.desk.session.portfolio) if issue.severity == "error"] == []
    assert form.reason.text() == ""
    page.desk.session.undo_stack.undo()
    assert page.desk.session.portfolio is before


def test_what_is_shown_is_what_is_frozen(page: DecisionsPage) -> None:
    """Five figures with their percentiles in words, and the run that they come from."""
    rows = page.form.frozen.texts()
    assert [row[0] for row in rows] == [
        "Value of the initiative",
        "Launch",
        "Cost of the initiative",
        "Value of the plan",
        "Cost of the plan",
    ]
    assert rows[1][1].endswith(("2027", "2028"))
    assert page.form.note_line.text() == "Frozen from 200 futures of the base."


def test_another_option_has_no_forecast_on_screen(page: DecisionsPage) -> None:
    """The forecast takes Build: of Partner nothing is frozen, and that is said; the decision can still be noted."""
    option = page.form.option
    option.setCurrentIndex(option.findText("Partner"))
    assert page.form.frozen.texts() == []
    assert "takes another option" in page.form.note_line.text()
    page.form.note_decision()
    made = page.desk.session.portfolio.decisions[-1]
    assert (made.option, made.figures) == ("atlas-partner", ())
    assert "No forecast was frozen" in page.outcomes.empty.text()


def test_not_funding_freezes_what_the_plan_gives(summary: Summary) -> None:
    """Where the forecast does not fund the initiative either, the figures of the plan stand beside it."""
    unfunded = tuple(
        msgspec.structs.replace(one, option=None) if one.id == "beacon" else one for one in summary.initiatives
    )
    changed = msgspec.structs.replace(summary, initiatives=unfunded)
    assert [figure.metric for figure in freeze(changed, "beacon", None).figures] == ["value", "cost"]
    assert "does not fund it" in freeze(changed, "beacon", "beacon-buy").notes[0]
    assert "does not have this initiative" in freeze(changed, "new", None).notes[0]


def test_a_launch_that_may_be_after_the_horizon_is_left_out() -> None:
    """Gates fail in a quarter of the futures here, so that there is no P80 and P90 to freeze."""
    doubtful = summarise(forecast(example_portfolio(), trials=100, seed=7))
    found = freeze(doubtful, "atlas", "atlas-build")
    assert "launch" not in [figure.metric for figure in found.figures]
    assert found.notes == ("Launch is left out: its P90 lies after the horizon.",)


def test_nothing_is_noted_without_a_fresh_forecast(page: DecisionsPage) -> None:
    """Stale, failed or not there yet: the button waits, and the reason is said."""
    session, form = page.desk.session, page.form
    fresh = session.outlook
    session.set_outlook(replace(fresh, stale=True))
    assert not form.button.isEnabled()
    assert "being computed" in form.note_line.text()
    session.set_outlook(replace(fresh, stale=True, failure=Failure("the plan has 1 error")))
    assert "There is no forecast to freeze: the plan has 1 error" in form.note_line.text()
    session.set_outlook(Outlook())
    assert not form.button.isEnabled()
    form.note_decision()
    assert len(session.portfolio.decisions) == 1
    session.set_outlook(fresh)
    assert form.button.isEnabled()


def test_a_day_that_is_none_is_refused(page: DecisionsPage) -> None:
    page.form.day.setText("15.3.2027")
    page.form.note_decision()
    assert "is no day" in page.form.note_line.text()
    assert len(page.desk.session.portfolio.decisions) == 1


def test_outcomes_are_entered_and_counted(page: DecisionsPage, qtbot: QtBot) -> None:
    """By keys: an amount and a month; the calibration counts both, and Undo takes one back."""
    page.form.note_decision()
    frozen = page.desk.session.portfolio.decisions[-1].figures
    value, launch = page.outcomes.lines[0], page.outcomes.lines[1]
    value.setFocus()
    qtbot.keyClicks(value, f"{frozen[0].p50:.0f}")
    qtbot.keyClick(value, Qt.Key.Key_Return)
    launch = page.outcomes.lines[1]
    launch.setFocus()
    qtbot.keyClicks(launch, "2035-01")
    qtbot.keyClick(launch, Qt.Key.Key_Return)
    made = page.desk.session.portfolio.decisions[-1]
    assert made.figures[0].outcome == pytest.approx(frozen[0].p50, abs=1.0)
    assert made.figures[1].outcome == 97.0  # the end of January 2035, 8 years and a month after the start
    assert page.calibration.headline.text() == "1 of 2 P80s held; 80 % were to be expected: too few to tell."
    held = page.calibration.chart.table().rows[1]
    assert (held[0], held[1], held[2]) == ("P80", 0.8, 0.5)
    page.desk.session.undo_stack.undo()
    assert page.calibration.headline.text() == "1 of 1 P80 held; 80 % were to be expected: too few to tell."
    assert page.outcomes.lines[1].text() == ""


def test_an_outcome_that_cannot_be_read_is_refused(page: DecisionsPage, qtbot: QtBot) -> None:
    """The record is as it was, and the reason is said."""
    page.outcomes.show_decision("d1")
    said: list[str] = []
    page.said.connect(said.append)
    before = page.desk.session.portfolio
    page.outcomes.lines[0].setText("rather good")
    page.outcomes.take_outcome(0)
    assert page.desk.session.portfolio is before
    assert said == ["“rather good” is no amount; write it like 4 100 000 or 4.1 M"]
    assert page.outcomes.lines[0].text() == ""


def test_the_chosen_decision_is_shown(page: DecisionsPage, qtbot: QtBot) -> None:
    """Choosing a row in the record shows its figures; problems lead to its cells."""
    assert page.show_cell("decision", "d1", "reason")
    assert page.outcomes.decision is not None
    assert page.outcomes.decision.id == "d1"
    assert not page.show_cell("team", "platform", "name")


def test_without_a_record_it_says_what_to_do(qtbot: QtBot) -> None:
    desk = desk_with(Portfolio(name="Empty", settings=example_portfolio().settings))
    made = DecisionsPage(desk)
    qtbot.addWidget(made)
    made.show()
    assert not made.form.button.isEnabled()
    assert "nothing to decide on yet" in made.form.note_line.text()
    assert made.calibration.headline.text().startswith("No forecast is on record yet.")
    assert made.calibration.chart.isHidden()
    assert "Choose a decision" in made.outcomes.empty.text()
    desk.studies.close()


def test_waiting_forecasts_are_counted(page: DecisionsPage) -> None:
    assert (
        page.calibration.headline.text()
        == "1 forecast figure on record; enter what happened, and this says how they held."
    )


def test_everything_is_named(page: DecisionsPage) -> None:
    for widget in (*page.form.findChildren(QComboBox), *page.form.findChildren(QLineEdit), *page.outcomes.lines):
        assert widget.accessibleName()


@pytest.mark.parametrize(
    ("text", "months"), [("2027-03", 3.0), ("2027-03-31", 3.0), ("2028-01-01", 12 + 1 / 31), ("", None)]
)
def test_launches_are_read_as_months_from_the_start(text: str, months: float | None) -> None:
    """The start is January 2027; a month counts at its end, as a day does."""
    found = read_outcome(text, "launch", example_portfolio())
    assert found == (None if months is None else pytest.approx(months))
    again = outcome_text(found, "launch", example_portfolio())
    assert read_outcome(again, "launch", example_portfolio()) == found


def test_what_is_no_date_is_refused() -> None:
    with pytest.raises(ValueError, match="no month or day"):
        read_outcome("spring", "launch", example_portfolio())


def test_verdicts() -> None:
    """P80 holds at its very value."""
    figure = ForecastFigure(metric="cost", p10=10, p50=50, p80=80, p90=90)
    told = [verdict(msgspec.structs.replace(figure, outcome=one)) for one in (None, 5, 80, 85, 95)]
    assert told == ["–", "below P10", "P80 held", "above P80", "above P90"]


def test_an_outcome_touches_no_other_decision() -> None:
    plan = example_portfolio()
    changed = with_outcome(plan, decision="d1", number=0, outcome=5e5)
    assert changed.decisions[0].figures[0].outcome == 5e5
    assert with_outcome(plan, decision="other", number=0, outcome=5e5) == plan


# Baselines.


def test_a_baseline_is_stored_named_and_removed(page: DecisionsPage, desk: Desk, qtbot: QtBot) -> None:
    """By keys: a name and Return; then another name; each a step of the history."""
    view, session = page.baselines, desk.session
    page.tabs.setCurrentIndex(2)
    session.push(lambda plan: msgspec.structs.replace(plan, baselines=()), "start afresh")
    assert view.empty.isVisible()
    assert not view.store.isEnabled()
    assert "as soon as it is in" in view.hindrance.text()
    session.set_outlook(whole_outlook())
    assert view.store.isEnabled()
    qtbot.keyClicks(view.new_name, "Board, March")
    qtbot.keyClick(view.new_name, Qt.Key.Key_Return)
    assert [one.name for one in session.portfolio.baselines] == ["Board, March"]
    assert view.table.texts()[0][:3] == ["Board, March", session.portfolio.baselines[0].kept_on, "Base"]
    assert view.table.texts()[0][6] == "200 futures"
    assert view.stop.isEnabled()
    assert view.since.text().startswith("This is the baseline “Board, March”")
    view.name.setText("Board, April")
    view.name.editingFinished.emit()
    assert session.portfolio.baselines[0].name == view.table.texts()[0][0] == "Board, April"
    view.name.setText(" ")
    view.name.editingFinished.emit()
    assert view.name.text() == session.portfolio.baselines[0].name == "Board, April"
    view.note.setText("Shown to the board")
    view.note.editingFinished.emit()
    assert session.portfolio.baselines[0].note == "Shown to the board"
    view.remove.click()
    assert session.portfolio.baselines == ()
    assert view.empty.isVisible()
    session.undo_stack.undo()
    assert view.table.texts()[0][0] == "Board, April"


def test_results_are_shown_against_the_chosen_baseline(page: DecisionsPage, desk: Desk) -> None:
    view, session = page.baselines, desk.session
    page.tabs.setCurrentIndex(2)
    session.set_outlook(whole_outlook())
    view.store_result()
    assert session.portfolio.baselines[0].id == "board"
    assert page.show_cell("baseline", "board", "name")
    assert view.baseline is session.portfolio.baselines[0]
    view.against.click()
    assert session.outlook.pinned is not None
    assert session.outlook.pinned.baseline is view.baseline
    assert not view.against.isEnabled()
    assert [row[-1] for row in view.table.texts()] == ["", "behind"]
    assert view.since.text().startswith("Since the baseline “Board, November” (30 Nov 2026)")
    view.stop.click()
    assert session.outlook.pinned is None
    assert [row[-1] for row in view.table.texts()] == ["", ""]
    assert view.baseline is session.portfolio.baselines[0]
    assert not page.show_cell("baseline", "no such", "name")


def whole_outlook() -> Outlook:
    """A full run with all that is drawn of it."""
    details = details_of(sure_plan())
    return Outlook(full_is_in=True, details=details, figures=figures_of(details))
