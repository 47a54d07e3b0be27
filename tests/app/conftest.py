"""A plan in a file; and widgets that do not outlive their test, or a theme would dress them in every later one."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.exchange.files import save_portfolio
from tests.portfolios import example_portfolio


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """The example portfolio in a file; its scenarios are lean and lean-partner."""
    path = tmp_path / "plan.foliocast"
    save_portfolio(path, example_portfolio())
    return path


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
