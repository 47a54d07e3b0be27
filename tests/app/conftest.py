"""Widgets do not outlive their test: a theme would dress every one of them again, in every later test."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def no_widget_is_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test has closed is gone after it; tests without a screen need none.

    Menus that only hold each other are gone too, here and not while Qt goes through all widgets to dress them.  What
    is still there then stays (modules, what tests share): it need not be looked at again after the next test.
    """
    yield
    if "qapp" in request.fixturenames:
        from PySide6.QtCore import QCoreApplication, QEvent

        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
        gc.freeze()
