"""The record table as a Qt model: what cells say, what typing does, what views are told."""

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.tables.columns import VISIBLE, columns_of
from app.tables.model import RecordTable, Role
from app.tables.ordering import Ordering
from app.tables.pending import PendingTexts
from app.tables.rows import rows_of
from models.edits import move_record, remove_records, rename_id, set_field
from tests.app.tables.fake import UNUSED, FakeEditor

KINDS = list(VISIBLE)
EDITED = [kind for kind in KINDS if kind not in ("scenario", *UNUSED)]


def cell(table: RecordTable, row: int, field: str) -> QModelIndex:
    """The cell of a field."""
    return table.index(row, table.column(field))


def wrong_field(kind: str) -> str:
    """A field of a kind whose cell does not take every text."""
    strict = ("quantity", "number", "whole", "month", "choice", "flag")
    columns = columns_of(kind)
    found = [column.field for column in columns if column.cell in strict and column.field]
    return found[0] if found else "initiative"  # a decision's figures are not typed: its initiative is an id


@pytest.mark.parametrize("kind", KINDS)
def test_model_keeps_qts_rules(
    editor: FakeEditor, pending: PendingTexts, kind: str, qtmodeltester: ModelTester
) -> None:
    """For every kind, itself and as it is sorted and filtered."""
    table = RecordTable(editor, pending, kind)
    qtmodeltester.check(table)
    assert table.rowCount(table.index(0, 0)) == 0
    ordering = Ordering(table)
    qtmodeltester.check(ordering)


def test_model_keeps_qts_rules_while_it_changes(
    editor: FakeEditor, pending: PendingTexts, qtmodeltester: ModelTester
) -> None:
    """Rows edited, renamed, moved, removed and brought back by undo, with the tester listening."""
    table = RecordTable(editor, pending, "team")
    qtmodeltester.check(table)
    first, second, third = (row.id for row in table.rows[:3])
    for edit in (
        lambda p: set_field(p, f"team:{first}.headcount", 5.0),
        lambda p: rename_id(p, "team", second, "renamed"),
        lambda p: move_record(p, "team", third, 0),
        lambda p: remove_records(p, "team", [first]),
    ):
        editor.push(edit, "edit")
    assert [row.id for row in table.rows[:2]] == [third, "renamed"]
    while editor.steps:
        editor.undo()
    assert [row.id for row in table.rows[:3]] == [first, second, third]


@pytest.mark.parametrize("kind", EDITED)
def test_wrong_text_stays_visible_and_is_explained(editor: FakeEditor, pending: PendingTexts, kind: str) -> None:
    """The text as typed, marked and with a remedy; the portfolio is as it was and everything else can be edited."""
    table = RecordTable(editor, pending, kind)
    before = editor.portfolio
    index = cell(table, 0, wrong_field(kind))
    assert table.setData(index, "no such thing")
    assert index.data() == "no such thing"
    assert index.data(Qt.ItemDataRole.EditRole) == "no such thing"
    assert index.data(Qt.ItemDataRole.BackgroundRole) is not None
    assert "; " in index.data(Qt.ItemDataRole.ToolTipRole) or "write" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "Problem" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert editor.portfolio is before
    assert [issue.severity for issue in pending.issues()] == ["error"]
    other = cell(table, 0, next(field for field in ("note", "source", "reason") if table.column(field) >= 0))
    assert table.setData(other, "Something else")
    assert editor.portfolio is not before
    assert index.data() == "no such thing"


def test_wrong_text_goes_when_it_is_corrected(editor: FakeEditor, pending: PendingTexts) -> None:
    """Also by typing the very value that the portfolio still holds."""
    table = RecordTable(editor, pending, "stage")
    index = cell(table, 0, "duration")
    original = index.data(Qt.ItemDataRole.EditRole)
    table.setData(index, "3..")
    table.setData(index, original)
    assert index.data(Qt.ItemDataRole.EditRole) == original
    assert not pending.issues()
    assert not editor.steps


def test_wrong_text_goes_when_undo_changes_its_field(editor: FakeEditor, pending: PendingTexts) -> None:
    """An edit of the field, then a wrong text over it, then undo: the field shows what it was at first."""
    table = RecordTable(editor, pending, "team")
    index = cell(table, 0, "headcount")
    original = index.data()
    table.setData(index, "7")
    table.setData(index, "many")
    editor.undo()
    assert index.data() == original
    assert not pending.issues()


def test_wrong_text_follows_its_record(editor: FakeEditor, pending: PendingTexts) -> None:
    """Through a renaming and a move; it goes with the record."""
    table = RecordTable(editor, pending, "team")
    name = table.rows[1].id
    table.setData(cell(table, 1, "headcount"), "many")
    editor.push(lambda p: rename_id(p, "team", name, "renamed"), "rename")
    editor.push(lambda p: move_record(p, "team", "renamed", 3), "move")
    assert cell(table, 3, "headcount").data() == "many"
    assert cell(table, 1, "headcount").data() != "many"
    editor.push(lambda p: remove_records(p, "team", ["renamed"]), "remove")
    assert not pending.issues()


def test_issues_of_the_check_stand_at_their_cells(editor: FakeEditor, pending: PendingTexts) -> None:
    """A headcount below zero is a number, so it is taken over, and the check's message is beside it."""
    table = RecordTable(editor, pending, "team")
    index = cell(table, 2, "headcount")
    table.setData(index, "-3")
    assert editor.portfolio.teams[2].headcount == -3
    assert "0 or more" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert cell(table, 1, "headcount").data(Role.PROBLEMS) == []
    assert table.headerData(2, Qt.Orientation.Vertical, Qt.ItemDataRole.DecorationRole) is not None
    assert table.headerData(1, Qt.Orientation.Vertical, Qt.ItemDataRole.DecorationRole) is None


def test_an_edit_tells_views_of_its_row_alone(editor: FakeEditor, pending: PendingTexts, qtbot: QtBot) -> None:
    """One ``dataChanged`` for one contiguous change."""
    table = RecordTable(editor, pending, "stage")
    told: list[tuple[int, int]] = []
    table.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    editor.push(lambda p: set_field(p, f"stage:{table.rows[7].id}.note", "x"), "edit")
    assert told == [(7, 7)]
    told.clear()
    names = [row.id for row in table.rows[10:14]]
    texts = {name: {"note": "y"} for name in names}
    table.set_texts(texts, "fill")
    assert told == [(10, 13)]


def test_persistent_places_follow_their_records(editor: FakeEditor, pending: PendingTexts) -> None:
    """So selection and open editors stay with the record when rows move."""
    table = RecordTable(editor, pending, "team")
    held = QPersistentModelIndex(cell(table, 0, "name"))
    name = held.data()
    first = table.rows[0].id
    editor.push(lambda p: move_record(p, "team", first, 4), "move")
    assert held.row() == 4
    assert held.data() == name


def test_a_changed_id_is_followed(editor: FakeEditor, pending: PendingTexts) -> None:
    """Typing another id renames the record everywhere; one that is taken is refused beside its cell."""
    table = RecordTable(editor, pending, "team")
    old, taken = table.rows[0].id, table.rows[1].id
    table.setData(cell(table, 0, "id"), "people")
    assert editor.portfolio.teams[0].id == "people"
    crews = {member.team for row in rows_of(editor.portfolio, "stage") for member in row.record.crew}  # type: ignore[attr-defined]
    assert "people" in crews
    assert old not in crews
    table.setData(cell(table, 0, "id"), taken)
    assert editor.portfolio.teams[0].id == "people"
    assert "already" in cell(table, 0, "id").data(Qt.ItemDataRole.ToolTipRole)


def test_a_flag_is_a_box(editor: FakeEditor, pending: PendingTexts) -> None:
    """Checked by the mouse, typed as yes or no, or pasted as something else that stays visible."""
    table = RecordTable(editor, pending, "initiative")
    index = cell(table, 3, "must_have")
    assert table.setData(index, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert editor.portfolio.initiatives[3].must_have
    table.setData(index, "no")
    assert not editor.portfolio.initiatives[3].must_have
    table.setData(index, "perhaps")
    assert index.data() == "perhaps"
    assert index.data(Qt.ItemDataRole.CheckStateRole) is None


def test_references_show_names_and_follow_them(editor: FakeEditor, pending: PendingTexts) -> None:
    """The product's name in the initiative's row; a new name is shown at once."""
    table = RecordTable(editor, pending, "initiative")
    index = cell(table, 0, "product")
    assert (index.data(), index.data(Qt.ItemDataRole.EditRole)) == ("Ferrowick Docs", "docs")
    told: list[int] = []
    table.dataChanged.connect(lambda first, last: told.append(first.column()))
    editor.push(lambda p: set_field(p, "product:docs.name", "Papers"), "edit")
    assert index.data() == "Papers"
    assert told == [index.column()]


def test_a_table_of_one_parent_holds_its_children_only(editor: FakeEditor, pending: PendingTexts) -> None:
    """The stages of one option, without a column for the option."""
    table = RecordTable(editor, pending, "stage", "compass-build")
    assert {row.parent_id for row in table.rows} == {"compass-build"}
    assert table.column("") == -1


def test_undo_after_do_is_identity(editor: FakeEditor, pending: PendingTexts) -> None:
    """Every cell shows again what it showed."""
    table = RecordTable(editor, pending, "risk")

    def shown() -> list[object]:
        return [
            table.index(row, column).data() for row in range(table.rowCount()) for column in range(table.columnCount())
        ]

    before = shown()
    table.setData(cell(table, 0, "mitigation.impact.cost_amount"), "5..6..7")
    assert shown() != before
    editor.undo()
    assert shown() == before
