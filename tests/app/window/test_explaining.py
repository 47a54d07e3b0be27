"""A figure is explained where it is shown, with the run that it comes from."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from app.glossary import EXPLANATIONS, explanation
from app.pages.explaining import Explained, GlossaryList, Popover, WhatIsThis, error_words, run_words
from app.state.outlook import Details, Outlook
from app.state.session import Session
from simulation.run import forecast
from simulation.summarise import summarise
from tests.portfolios import example_portfolio

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")


@pytest.fixture(scope="module")
def outlook() -> Outlook:
    """Of 500 futures: half a block, so errors are upper bounds."""
    return Outlook(details=Details(1, summarise(forecast(example_portfolio(), trials=500, seed=7))))


@pytest.fixture
def session(qtbot: QtBot, outlook: Outlook) -> Session:
    made = Session()
    made.open(example_portfolio(), None)
    made.set_outlook(outlook)
    return made


def popover() -> Popover:
    """The one that is open."""
    opened = QApplication.activePopupWidget()
    assert isinstance(opened, Popover)
    return opened


def test_a_question_mark_explains(session: Session, qtbot: QtBot) -> None:
    """What it is, how it is counted, how precise it is, and of which run."""
    button = WhatIsThis("value", session)
    qtbot.addWidget(button)
    button.show()
    assert button.accessibleName() == "What is Value?"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    words = popover().text.words
    assert explanation("value").meaning in words
    assert explanation("value").convention in words
    assert "500 futures, Latin hypercube sampling, seed 7; cash at the end of its month." in words
    assert "at most: with one block it is estimated too high" in words
    popover().close()


def test_f1_and_the_menu_explain_too(session: Session, qtbot: QtBot) -> None:
    label = QLabel("IRR 12 %")
    qtbot.addWidget(label)
    helper = Explained(label, "irr", session, lambda: "± 0.3 %")
    assert label.focusPolicy() == Qt.FocusPolicy.StrongFocus
    label.show()
    qtbot.keyClick(label, Qt.Key.Key_F1)
    assert "Standard error ± 0.3 %:" in popover().text.words
    popover().close()
    helper.explain()
    assert popover().accessibleName() == "What is IRR?"
    popover().close()
    assert label.findChildren(QMenu) == []


def test_errors_of_key_figures_are_told(outlook: Outlook) -> None:
    """In the unit of the figure; nothing for what is no key figure, or before there is a run."""
    assert error_words("value", outlook).startswith("± ")
    assert "€" in error_words("peak_funding", outlook)
    assert "%" in error_words("p_value_positive", outlook)
    assert "months" in error_words("last_launch", outlook)
    assert error_words("regret", outlook) == ""
    assert error_words("value", Outlook()) == run_words(Outlook()) == ""


def test_the_list_is_searched(session: Session, qtbot: QtBot) -> None:
    glossary = GlossaryList(session)
    qtbot.addWidget(glossary)
    glossary.show()
    assert glossary.list.count() == len(EXPLANATIONS)
    qtbot.keyClicks(glossary.search, "bench")
    assert glossary.list.item(0).text() == "Bench cost"
    assert explanation("bench").meaning in glossary.text.words
    glossary.search.setText("no such words")
    assert glossary.nothing.isVisible()
    with qtbot.waitSignal(glossary.chosen, check_params_cb=lambda key: key == "evpi"):
        glossary.show_key("evpi")
    assert not glossary.nothing.isVisible()
