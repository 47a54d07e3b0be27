"""The inspector: every field of a record, grouped, typed into like a cell."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.tables.columns import VISIBLE, columns_of
from app.tables.groups import groups
from app.tables.inspector import Inspector
from app.tables.pending import PendingTexts
from app.tables.rows import rows_of
from models.edits import add_record, remove_records, rename_id, set_field
from models.portfolio import Product
from models.team import Team
from tests.app.tables.fake import UNUSED, FakeEditor
from tests.choices import q

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # hints of size; offscreen has no windows


def line_of(inspector: Inspector, field: str) -> QLineEdit:
    """The line of a field, with the keys."""
    widget = inspector.fields[field].editor
    line = widget.lineEdit() if isinstance(widget, QComboBox) else widget
    assert isinstance(line, QLineEdit)
    inspector.show_field(field)
    line.selectAll()
    return line


def test_groups_hold_every_field_once() -> None:
    """Nothing of a record is out of reach."""
    for kind in VISIBLE:
        fields = [column.field for _, columns in groups(kind) for column in columns]
        assert sorted(fields) == sorted(column.field for column in columns_of(kind, in_parent=True))


@pytest.mark.parametrize("kind", [kind for kind in VISIBLE if kind not in UNUSED])
def test_every_kind_can_be_inspected(inspector: Inspector, editor: FakeEditor, kind: str) -> None:
    """Each field with a name for screen readers and an explanation; looking changes nothing."""
    before = editor.portfolio
    for row in rows_of(editor.portfolio, kind)[:2]:
        inspector.show_record(kind, row.id)
        assert inspector.fields
        for field in inspector.fields.values():
            assert field.editor.accessibleName()
            assert field.editor.toolTip()
    inspector.show_record(kind, "gone")
    assert not inspector.fields
    assert editor.portfolio is before


def test_a_risks_nested_parts_are_groups(inspector: Inspector) -> None:
    """Impact, mitigation, and the impact that remains after it."""
    inspector.show_record("risk", "recession")
    headings = {label.text() for label in inspector.findChildren(QLabel)}
    assert {"General", "Impact", "Mitigation", "Impact after mitigation"} <= headings


def test_typing_is_taken_over_at_a_pause_and_merges(inspector: Inspector, editor: FakeEditor, qtbot: QtBot) -> None:
    """No Enter is needed; going on in the same field is the same step."""
    inspector.show_record("team", "web")
    line = line_of(inspector, "headcount")
    qtbot.keyClicks(line, "3")
    qtbot.waitUntil(lambda: len(editor.steps) == 1)
    qtbot.keyClicks(line, "1")
    qtbot.waitUntil(lambda: editor.portfolio.teams[1].headcount == 31)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert len(editor.steps) == 1
    editor.undo()
    assert line.text() == "24"


def test_wrong_text_stays_and_is_explained(
    inspector: Inspector, editor: FakeEditor, pending: PendingTexts, qtbot: QtBot
) -> None:
    """Below the field, with the value that the plan goes on with; Esc brings that back; other fields go on."""
    inspector.show_record("team", "web")
    line = line_of(inspector, "headcount")
    qtbot.keyClicks(line, "many")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    field = inspector.fields["headcount"]
    assert line.text() == "many"
    assert '"many" is not a number' in field.problems.text()
    assert "goes on with 24" in field.problems.text()
    assert not editor.steps
    skill = line_of(inspector, "skill")
    qtbot.keyClicks(skill, "Front end")
    qtbot.keyClick(skill, Qt.Key.Key_Return)
    assert editor.portfolio.teams[1].skill == "Front end"
    assert line.text() == "many"
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == "24"
    assert field.problems.isHidden()
    assert not pending.issues()


def test_wrong_text_is_the_same_in_table_and_inspector(inspector: Inspector, pending: PendingTexts) -> None:
    """Typed in one, it stands in the other."""
    from app.tables.changes import Rejected

    inspector.show_record("team", "web")
    pending.put("team", [Rejected("web", "headcount", "lots", "no number")])
    assert line_of(inspector, "headcount").text() == "lots"


def test_a_range_shows_its_shape_while_it_is_typed(inspector: Inspector, qtbot: QtBot) -> None:
    """Below the line, only while the line has the keys."""
    inspector.show_record("team", "web")
    line = line_of(inspector, "attrition")
    preview = inspector.fields["attrition"].preview
    qtbot.waitUntil(preview.isVisible)
    qtbot.keyClicks(line, "0.1..0.2..")
    assert "P10" not in preview.words.text()
    qtbot.keyClicks(line, "0.4")
    assert preview.words.text().startswith("P10 ")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: not preview.isVisible())


def test_problems_stand_beside_their_field(inspector: Inspector, editor: FakeEditor) -> None:
    """Those of a field below it, those of the record below its name."""
    inspector.show_record("option", "compass-build")
    editor.push(lambda p: remove_records(p, "stage", [row.id for row in rows_of(p, "stage", "compass-build")]), "cut")
    texts = {label.text() for label in inspector.findChildren(QLabel)}
    assert any("it has no stage" in text for text in texts)
    editor.push(lambda p: set_field(p, "option:compass-build.exit_after", 0.0), "edit")
    assert "leaves it at its launch" in inspector.fields["exit_after"].problems.text()


def test_it_follows_its_record(inspector: Inspector, editor: FakeEditor) -> None:
    """Through a renaming; away when it is deleted."""
    inspector.show_record("team", "web")
    editor.push(lambda p: rename_id(p, "team", "web", "front"), "rename")
    assert inspector.shown == ("team", "front")
    editor.push(lambda p: remove_records(p, "team", ["front"]), "remove")
    assert inspector.shown is None
    assert not inspector.fields


def test_what_is_typed_is_kept_when_another_record_is_chosen(
    inspector: Inspector, editor: FakeEditor, qtbot: QtBot
) -> None:
    """Leaving for another row is leaving the field."""
    inspector.show_record("team", "web")
    qtbot.keyClicks(line_of(inspector, "skill"), "Ask Ada")
    inspector.show_record("team", "platform")
    assert editor.portfolio.teams[1].skill == "Ask Ada"


def test_an_option_is_chosen_from_the_list(inspector: Inspector, editor: FakeEditor, qtbot: QtBot) -> None:
    """Choosing is enough, and it is one step."""
    inspector.show_record("initiative", "compass")
    box = inspector.fields["product"].editor
    assert isinstance(box, QComboBox)
    box.setFocus()
    row = box.findText("insight — Ferrowick Insight")
    box.setCurrentIndex(row)
    box.activated.emit(row)
    assert editor.portfolio.initiatives[0].product == "insight"
    assert len(editor.steps) == 1


def test_pickers_follow_records_that_are_added_renamed_or_removed(inspector: Inspector, editor: FakeEditor) -> None:
    """The list of products of an initiative that is shown meanwhile; what is chosen in it stays chosen."""
    inspector.show_record("initiative", "compass")
    box = inspector.fields["product"].editor
    assert isinstance(box, QComboBox)
    chosen = box.cell_text()
    editor.push(lambda plan: set_field(plan, "product:insight.name", "Prism"), "rename")
    assert box.findText("insight — Prism") >= 0
    assert box.findText("insight — Ferrowick Insight") < 0
    editor.push(lambda plan: add_record(plan, "product", Product(id="new", name="Brand new")), "add")
    assert box.findText("new — Brand new") >= 0
    assert box.cell_text() == chosen
    editor.push(lambda plan: rename_id(plan, "product", chosen, "docs2"), "rename the id")
    assert box.cell_text() == "docs2"
    assert box.currentText() == "docs2 — Ferrowick Docs"
    editor.push(lambda plan: remove_records(plan, "product", ["new"]), "remove")
    assert box.findText("new — Brand new") < 0


def test_words_of_lists_follow_too(inspector: Inspector, editor: FakeEditor) -> None:
    """The crew of a stage completes the names of teams, also of one that was added while the stage was shown."""
    stage = rows_of(editor.portfolio, "stage")[0]
    inspector.show_record("stage", stage.id)
    line = line_of(inspector, "crew")
    added = Team(id="testers", name="Testers", headcount=2, monthly_rate=q(9000))
    editor.push(lambda plan: add_record(plan, "team", added), "add a team")
    words = line.completer().model()
    assert "testers — Testers" in [words.index(row, 0).data() for row in range(words.rowCount())]


def test_units_follow_the_currency(inspector: Inspector, editor: FakeEditor) -> None:
    inspector.show_record("team", "web")
    captions = [one.text() for one in inspector.findChildren(QLabel) if one.buddy() is not None]
    assert any(text.endswith("€/month") for text in captions)
    editor.push(lambda plan: set_field(plan, "settings.currency", "CHF"), "another currency")
    captions = [one.text() for one in inspector.findChildren(QLabel) if one.buddy() is not None]
    assert any(text.endswith("CHF/month") for text in captions)
    assert not any("€" in text for text in captions)
