"""Cells that name fields of records: read as people say it, typed and copied as addresses."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.tables.model import RecordTable
from models.edits import set_field
from models.portfolio import Portfolio
from tests.app.tables.fake import FakeEditor
from tests.app.tables.keys import MakePanel, go, paste

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # hints of size; offscreen has no windows
Edit, Tip = Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole


def typed(table: RecordTable, text: str, field: str = "targets") -> str:
    """What the first row's cell says once a text was typed into it."""
    index = table.index(0, table.column(field))
    assert table.setData(index, text)
    assert index.data(Edit) == text
    return str(index.data())


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("stage:compass-build-gap.duration", "Gap analysis (Compass): duration"),
        ("stage:compass-build-policy.crew[quality]", "Policy pack (Compass): people of Quality and operations"),
        ("stage:compass-build-access.lag[compass-build-gap]", "Access reviews (Compass): wait after Gap analysis"),
        ("team:quality.headcount", "Quality and operations: headcount"),
        ("currency:USD.rate", "currency USD: price of one unit"),
        ("team:*.wip_limit", "all teams: WIP limit"),
        ("currency:*.rate", "all currencies: price of one unit"),
        ("settings.wage_inflation", "settings: wage inflation"),
    ],
)
def test_what_a_driver_moves_is_said_in_words(panel_of: MakePanel, editor: FakeEditor, address: str, said: str) -> None:
    """Of a stage with the initiative up to its first colon, fields by the titles of their columns.

    Some of them cannot be uncertain, which is said beside them; they are read all the same.
    """
    rename(editor, "stage:compass-build-policy", "Policy pack")
    rename(editor, "stage:compass-build-access", "Access reviews")
    rename(editor, "initiative:compass", "Compass: certified security")
    table = panel_of("driver").table
    assert typed(table, address) == said


def test_the_tooltip_says_the_address(panel_of: MakePanel) -> None:
    """It is what other rows are typed with."""
    table = panel_of("driver").table
    address = "stage:compass-build-gap.duration"
    said = typed(table, address)
    assert table.index(0, table.column("targets")).data(Tip) == f"{said}\nTyped as: {address}"


def test_several_are_told_apart(panel_of: MakePanel) -> None:
    """By semicolons, for names have commas inside; what is not there stays as typed."""
    table = panel_of("driver").table
    said = typed(table, "settings.wage_inflation; team:quality.headcount; stage:nowhere.duration")
    assert said == "settings: wage inflation; Quality and operations: headcount; stage:nowhere.duration"


def test_the_same_name_twice_in_an_initiative_is_said_with_its_option(panel_of: MakePanel, editor: FakeEditor) -> None:
    """Stages of two ways to the same thing often have the same name; elsewhere the option would only be in the way."""
    first, second = two_ways(editor.portfolio)
    for stage in (first, second):
        rename(editor, f"stage:{stage}", "Kick-off")
    table = panel_of("driver").table
    said = typed(table, f"stage:{first}.duration; stage:{second}.duration").split("; ")
    assert len(set(said)) == 2
    assert all(one.startswith("Kick-off (") and one.endswith("): duration") and ", " in one for one in said)


def test_copied_targets_are_read_as_before(panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot) -> None:
    """A block carries addresses, and pasting it changes nothing."""
    panel = panel_of("driver")
    view, before = panel.view, editor.portfolio
    targets = go(view, 0, "targets")
    view.select_block(0, view.ordering.rowCount(), [targets.column()])
    view.blocks.copy()
    copied = QGuiApplication.clipboard().text()
    assert before.drivers[0].targets[0] in copied
    go(view, 0, "targets")
    paste(qtbot, view, copied)
    assert editor.portfolio == before


def test_correlated_quantities_are_said_in_words(panel_of: MakePanel, editor: FakeEditor) -> None:
    """They are addresses, too."""
    table = panel_of("correlation").table
    assert typed(table, "stage:compass-build-gap.duration", "first").startswith("Gap analysis (")


def test_a_new_name_of_the_initiative_is_read_at_once(panel_of: MakePanel, editor: FakeEditor) -> None:
    """Views are told of the column, which holds the address that it held before."""
    table = panel_of("driver").table
    typed(table, "stage:compass-build-gap.duration")
    told: list[int] = []
    table.dataChanged.connect(lambda first, *_: told.append(first.column()))
    rename(editor, "initiative:compass", "Trust centre")
    assert table.column("targets") in told
    assert table.index(0, table.column("targets")).data() == "Gap analysis (Trust centre): duration"


def rename(editor: FakeEditor, record: str, name: str) -> None:
    editor.push(lambda portfolio: set_field(portfolio, f"{record}.name", name), "name")


def two_ways(portfolio: Portfolio) -> tuple[str, str]:
    """A stage of each of the first two options of an initiative."""
    for initiative in portfolio.initiatives:
        stages = [option.stages[0].id for option in initiative.options if option.stages]
        if len(stages) > 1:
            return stages[0], stages[1]
    raise AssertionError("no initiative with two ways")
