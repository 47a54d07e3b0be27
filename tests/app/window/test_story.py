"""What a user does in the first five minutes, with keys and mouse."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication
from pytestqt.qtbot import QtBot

from app.desktop import Desktop
from app.exchange.files import load_portfolio
from app.pages.budget import BudgetPage
from app.pages.initiatives import InitiativesPage
from app.state.engine import Request
from app.state.templates import sample_plan
from models.portfolio import Portfolio

INITIATIVES, BUDGET = 1, 3
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def first_amount(portfolio: Portfolio) -> float:
    """The envelope that the story cuts: staffing of the first year, 7.6 M in the sample."""
    return portfolio.budgets[0].amount.base


def open_sample(desktop: Desktop, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desktop.parts.session.document_opened):
        qtbot.mouseClick(desktop.window.welcome.sample_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desktop.window.pages[0] is not None)


def type_amount(desktop: Desktop, qtbot: QtBot, text: str) -> None:
    """Ctrl+4, to the first amount, type, Enter."""
    qtbot.keyClick(desktop.window, Qt.Key.Key_4, CTRL)
    page = desktop.window.pages[BUDGET]
    assert isinstance(page, BudgetPage)
    view = page.panels["budget"].view
    view.setCurrentIndex(view.model().index(0, page.panels["budget"].table.column("amount")))
    view.setFocus()
    qtbot.keyClicks(view, text[0])
    assert view.state() == QAbstractItemView.State.EditingState
    editor = QApplication.focusWidget()
    assert editor is not None
    assert view.isAncestorOf(editor)
    qtbot.keyClicks(editor, text[1:])
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def test_open_cut_undo_redo_save_and_reopen(
    start: Callable[[], Desktop], qtbot: QtBot, tmp_path: Path, no_engine: list[Request]
) -> None:
    """6,460,000 is 85 % of the sample's 7,600,000."""
    desktop = start()
    session, window = desktop.parts.session, desktop.window
    open_sample(desktop, qtbot)
    assert not window.isWindowModified()
    type_amount(desktop, qtbot, "6460000")
    qtbot.waitUntil(lambda: first_amount(session.portfolio) == 6_460_000)
    assert window.isWindowModified()
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert first_amount(session.portfolio) == 7_600_000
    assert not window.isWindowModified()
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL | SHIFT)
    assert first_amount(session.portfolio) == 6_460_000
    path = tmp_path / "plan.foliocast"
    window.documents.dialogs.path = path  # type: ignore[attr-defined]
    with qtbot.waitSignal(desktop.parts.files.saved):
        qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    assert load_portfolio(path) == session.portfolio
    assert not window.isWindowModified()
    qtbot.keyClick(window, Qt.Key.Key_W, CTRL)
    assert window.stack.currentWidget() is window.welcome
    item = window.welcome.recent.item(0)
    with qtbot.waitSignal(desktop.parts.files.opened):
        where = window.welcome.recent.visualItemRect(item).center()
        qtbot.mouseClick(window.welcome.recent.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert first_amount(session.portfolio) == 6_460_000
    assert session.path == path


def test_the_whole_story(start: Callable[[], Desktop], qtbot: QtBot, tmp_path: Path, no_engine: list[Request]) -> None:
    """Cut a budget, paste two stages below those of an option, undo and redo both, save, close and open again."""
    desktop = start()
    session, window = desktop.parts.session, desktop.window
    open_sample(desktop, qtbot)
    type_amount(desktop, qtbot, "6460000")
    qtbot.waitUntil(lambda: first_amount(session.portfolio) == 6_460_000)
    qtbot.keyClick(window, Qt.Key.Key_2, CTRL)
    page = window.pages[INITIATIVES]
    assert isinstance(page, InitiativesPage)
    page.show_inside("atlas")
    assert page.inside is not None
    assert page.inside.option_view is not None
    panel = page.inside.option_view.panels["stage"]
    view = panel.view
    before = stages_of_atlas(session.portfolio)
    view.setCurrentIndex(view.model().index(view.model().rowCount() - 1, panel.table.column("name")))
    view.setFocus()
    QApplication.clipboard().setText(f"{before[-1]}\t{LENGTH}\nPilot abroad\t1..2..4\nHand over\t1\n")
    qtbot.keyClick(view, Qt.Key.Key_V, CTRL)
    after = [*before, "Pilot abroad", "Hand over"]
    assert stages_of_atlas(session.portfolio) == after
    for _ in range(2):
        qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert session.portfolio == sample_plan()
    for _ in range(2):
        qtbot.keyClick(window, Qt.Key.Key_Z, CTRL | SHIFT)
    path = tmp_path / "plan.foliocast"
    window.documents.dialogs.path = path  # type: ignore[attr-defined]
    with qtbot.waitSignal(desktop.parts.files.saved):
        qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_W, CTRL)
    with qtbot.waitSignal(desktop.parts.files.opened):
        window.documents.open(path)
    assert stages_of_atlas(session.portfolio) == after
    assert first_amount(session.portfolio) == 6_460_000


LENGTH = "1..2..3"
"""Of the last stage before the two that are new; a block is pasted from the chosen cell on."""


def stages_of_atlas(portfolio: Portfolio) -> list[str]:
    """Names of the stages of the option that is taken."""
    atlas = next(one for one in portfolio.initiatives if one.id == "atlas")
    taken = next(option for option in atlas.options if option.id == atlas.selected)
    return [stage.name for stage in taken.stages]


def test_all_budgets_are_cut_in_one_step(start: Callable[[], Desktop], qtbot: QtBot, no_engine: list[Request]) -> None:
    """The button is set to -15 %, the cut that the sample's scenario makes too."""
    desktop = start()
    session = desktop.parts.session
    open_sample(desktop, qtbot)
    qtbot.keyClick(desktop.window, Qt.Key.Key_4, CTRL)
    page = desktop.window.pages[BUDGET]
    assert isinstance(page, BudgetPage)
    qtbot.mouseClick(page.change, Qt.MouseButton.LeftButton)
    before = sample_plan()
    cut = [
        after.amount.base / one.amount.base
        for one, after in zip(before.budgets, session.portfolio.budgets, strict=True)
    ]
    assert cut == pytest.approx([0.85] * len(before.budgets))
    assert desktop.window.menus.undo.text() == "&Undo cut all budgets by 15 %"
    desktop.window.menus.undo.trigger()
    assert session.portfolio == before


def test_every_page_is_reached_by_its_keys(
    start: Callable[[], Desktop], qtbot: QtBot, no_engine: list[Request]
) -> None:
    desktop = start()
    open_sample(desktop, qtbot)
    for number, key in enumerate((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5)):
        qtbot.keyClick(desktop.window, key, CTRL)
        assert desktop.window.stack.currentWidget() is desktop.window.pages[number]


def test_a_scenario_is_picked_and_forecast(
    start: Callable[[], Desktop], qtbot: QtBot, no_engine: list[Request]
) -> None:
    desktop = start()
    open_sample(desktop, qtbot)
    box = desktop.window.tools.scenarios
    assert [box.itemText(row) for row in range(3)] == ["Base", "Budget cut of 15 %", "Hiring freeze"]
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert desktop.parts.session.scenario == "budget-cut"
    assert [request.scenario for request in no_engine[-2:]] == [None, "budget-cut"]  # the full run pauses first


def test_the_status_bar_counts_problems_once_it_knows(
    start: Callable[[], Desktop], qtbot: QtBot, no_engine: list[Request]
) -> None:
    """A plan that was just opened has not been found sound."""
    desktop = start()
    session, said = desktop.parts.session, desktop.window.status.problems
    session.open(sample_plan(), None)
    assert said.text() == "Not checked yet"
    session.set_issues((), session.portfolio)
    assert said.text() == "No problems"


def test_a_problem_leads_to_its_record(start: Callable[[], Desktop], qtbot: QtBot, no_engine: list[Request]) -> None:
    """An envelope outside the horizon is a warning; pressing it opens the Budget page at that row."""
    from models.issue import Issue

    desktop = start()
    open_sample(desktop, qtbot)
    issue = Issue("budget fy28-external", "amount", "far too little")
    desktop.parts.session.set_issues((issue,), desktop.parts.session.portfolio)
    assert desktop.window.status.problems.text() == "1 error"
    qtbot.keyClick(desktop.window, Qt.Key.Key_F8)
    problems = desktop.window.docks.problems
    where = problems.visualItemRect(problems.topLevelItem(0)).center()
    qtbot.mouseClick(problems.viewport(), Qt.MouseButton.LeftButton, pos=where)
    page = desktop.window.pages[BUDGET]
    assert isinstance(page, BudgetPage)
    view = page.panels["budget"].view
    assert view.row_at(view.currentIndex().row()).id == "fy28-external"


def test_saving_takes_what_is_still_being_typed(
    start: Callable[[], Desktop], qtbot: QtBot, tmp_path: Path, no_engine: list[Request]
) -> None:
    """A name in a cell without Enter, then a note in the details: Ctrl+S at once, and both are in the file."""
    desktop = start()
    session, window = desktop.parts.session, desktop.window
    path = tmp_path / "plan.foliocast"
    session.open(sample_plan(), path)
    qtbot.waitUntil(lambda: window.pages[0] is not None)
    qtbot.keyClick(window, Qt.Key.Key_2, CTRL)
    page = window.pages[INITIATIVES]
    assert isinstance(page, InitiativesPage)
    view = page.panels["initiative"].view
    view.setCurrentIndex(view.model().index(0, page.panels["initiative"].table.column("name")))
    view.setFocus()
    qtbot.keyClicks(view, "N")
    for text in ("New name", "Remember"):
        if text == "Remember":
            inspector = window.details.inspector
            assert inspector is not None
            inspector.show_field("note")
        field = QApplication.focusWidget()
        assert field is not None
        qtbot.keyClicks(field, text.removeprefix("N"))
        with qtbot.waitSignal(desktop.parts.files.saved):
            qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    saved = load_portfolio(path).initiatives[0]
    assert saved.name == "New name"
    assert "Remember" in saved.note
    assert not session.is_dirty


def test_a_page_of_tables_begins_at_its_first_row(
    start: Callable[[], Desktop], qtbot: QtBot, no_engine: list[Request]
) -> None:
    """The keys are in the table and the details are those of the row; back on a page, its own row is shown again."""
    desktop = start()
    window = desktop.window
    desktop.parts.session.open(sample_plan(), None)
    qtbot.waitUntil(lambda: window.pages[0] is not None)

    def shown() -> tuple[str, str] | None:
        return window.details.inspector.shown if window.details.inspector is not None else None

    qtbot.keyClick(window, Qt.Key.Key_4, CTRL)
    budget = desktop.parts.session.portfolio.budgets[0]
    qtbot.waitUntil(lambda: shown() == ("budget", budget.id))
    page = window.pages[BUDGET]
    assert isinstance(page, BudgetPage)
    view = page.panels["budget"].view
    assert QApplication.focusWidget() is view
    qtbot.keyClick(view, Qt.Key.Key_Down)
    second = desktop.parts.session.portfolio.budgets[1].id
    assert shown() == ("budget", second)
    page.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: (shown() or ("", ""))[0] == "objective")
    qtbot.keyClick(window, Qt.Key.Key_2, CTRL)
    qtbot.waitUntil(lambda: (shown() or ("", ""))[0] == "initiative")
    qtbot.keyClick(window, Qt.Key.Key_4, CTRL)
    qtbot.waitUntil(lambda: (shown() or ("", ""))[0] == "objective")


def test_columns_fit_the_plan_that_is_opened_next(
    start: Callable[[], Desktop], qtbot: QtBot, no_engine: list[Request]
) -> None:
    """The tables were made for an empty plan; the sample's names are shown in full, and a new name has room."""
    desktop = start()
    window = desktop.window
    told: list[str] = []
    window.documents.said.connect(told.append)
    window.documents.new_blank()
    qtbot.waitUntil(lambda: window.pages[0] is not None)
    assert told == ["Opening an empty plan", ""]
    window.show_page(INITIATIVES)
    page = window.pages[INITIATIVES]
    assert isinstance(page, InitiativesPage)
    panel = page.panels["initiative"]
    name = panel.table.column("name")
    empty = panel.view.columnWidth(name)
    assert empty > panel.view.fontMetrics().horizontalAdvance("New initiative")
    desktop.parts.session.open(sample_plan(), None)
    longest = max((one.name for one in desktop.parts.session.portfolio.initiatives), key=len)
    needed = min(panel.view.fontMetrics().horizontalAdvance(longest), 300)
    qtbot.waitUntil(lambda: panel.view.columnWidth(name) > max(empty, needed))
