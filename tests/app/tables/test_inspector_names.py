"""Fields of the inspector that name records by ids: what those are called stands below."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.tables.inspector import Inspector
from app.tables.pending import PendingTexts
from models.edits import set_field
from models.initiative import Stage
from tests.app.tables.fake import FakeEditor

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # hints of size; offscreen has no windows


@pytest.fixture
def inspector(qtbot: QtBot, editor: FakeEditor, pending: PendingTexts) -> Inspector:
    inspector = Inspector(editor, pending)
    qtbot.addWidget(inspector)
    inspector.resize(340, 700)
    inspector.show()
    inspector.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is inspector)
    return inspector


def line_of(inspector: Inspector, field: str) -> QLineEdit:
    """The line of a field, with the keys in it."""
    inspector.show_field(field)
    line = inspector.fields[field].editor
    assert isinstance(line, QLineEdit)
    return line


def test_a_crew_is_read_by_names_and_typed_by_ids(inspector: Inspector) -> None:
    """The names are said to a screen reader, too."""
    inspector.show_record("stage", "compass-build-policy")
    field = inspector.fields["crew"]
    assert line_of(inspector, "crew").text() == "quality 2; design 1"
    assert field.named.isVisible()
    assert field.named.text() == "Quality and operations 2, Design and research 1"
    assert field.editor.accessibleDescription() == field.named.text()


def test_the_names_follow_the_keys(inspector: Inspector, editor: FakeEditor, qtbot: QtBot) -> None:
    """At once, before the text is taken over; a text that cannot be read names nobody."""
    inspector.show_record("stage", "compass-build-policy")
    line, named = line_of(inspector, "crew"), inspector.fields["crew"].named
    line.selectAll()
    qtbot.keyClicks(line, "design 3")
    assert named.text() == "Design and research 3"
    qtbot.keyClicks(line, " =")
    assert not named.isVisible()
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert named.text() == "Quality and operations 2, Design and research 1"
    assert not editor.steps


def test_a_team_that_is_renamed_is_read_by_its_new_name(inspector: Inspector, editor: FakeEditor) -> None:
    inspector.show_record("stage", "compass-build-policy")
    editor.push(lambda p: set_field(p, "team:quality.name", "Testers"), "name")
    assert inspector.fields["crew"].named.text() == "Testers 2, Design and research 1"


def test_predecessors_and_targets_are_read_by_names(inspector: Inspector, editor: FakeEditor) -> None:
    """Where nothing is named, nothing is said."""
    driver = editor.portfolio.drivers[0].id
    editor.push(lambda p: set_field(p, f"driver:{driver}.targets", ("stage:compass-build-gap.duration",)), "move")
    inspector.show_record("driver", driver)
    said = inspector.fields["targets"].named.text()
    assert said.startswith("Gap analysis (")
    assert said.endswith("): duration")
    inspector.show_record("stage", "compass-build-access")
    line = line_of(inspector, "after")
    line.setText("compass-build-gap")
    line.textEdited.emit(line.text())
    assert inspector.fields["after"].named.text() == "Gap analysis"
    inspector.show_record("stage", "compass-build-gap")
    assert inspector.fields["name"].named.isHidden()


def test_many_names_are_cut_and_whole_in_the_tooltip(inspector: Inspector, editor: FakeEditor) -> None:
    """Fifty fields that a driver moves would push all other fields out of sight."""
    driver = editor.portfolio.drivers[0].id
    targets = tuple(f"stage:{stage.id}.duration" for stage in stages_of(editor))
    editor.push(lambda p: set_field(p, f"driver:{driver}.targets", targets), "move")
    inspector.show_record("driver", driver)
    field = inspector.fields["targets"]
    assert len(field.named.text()) <= 240
    assert field.named.text().endswith(" …")
    assert field.named.toolTip() == field.editor.accessibleDescription()
    assert field.named.toolTip().count(": duration") == len(targets)


def test_a_box_that_says_the_name_itself_needs_no_second_line(inspector: Inspector, editor: FakeEditor) -> None:
    """The product of an initiative is chosen from a list of ids with their names."""
    one = next(one for one in editor.portfolio.initiatives if one.product)
    inspector.show_record("initiative", one.id)
    field = inspector.fields["product"]
    assert isinstance(field.editor, QComboBox)
    assert " — " in field.editor.currentText()
    assert field.named.isHidden()


def stages_of(editor: FakeEditor) -> list[Stage]:
    """All stages of all ways."""
    options = [option for one in editor.portfolio.initiatives for option in one.options]
    return [stage for option in options for stage in option.stages]
