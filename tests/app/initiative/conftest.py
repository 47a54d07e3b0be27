"""What the tests of an initiative's inside share: a screen that needs no display, and a small portfolio."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication


@pytest.fixture(autouse=True)
def nothing_is_left_behind(qapp: QApplication) -> Iterator[None]:
    """Every test ends with the top-level widgets and threads that it began with."""
    threads, widgets = set(threading.enumerate()), len(qapp.topLevelWidgets())
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert set(threading.enumerate()) == threads
    assert len(qapp.topLevelWidgets()) <= widgets
