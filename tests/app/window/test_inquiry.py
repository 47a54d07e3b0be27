"""What records are called in answers."""

from __future__ import annotations

from app.pages.inquiry import called
from tests.portfolios import example_portfolio


def test_records_are_called_by_their_names() -> None:
    """Options without a name go by their kind, hires by their month; what is unknown by its id."""
    named = called(example_portfolio())
    assert [named(one) for one in ("atlas", "atlas-build", "platform", "platform-h1", "gone")] == [
        "Atlas",
        "Build",
        "Platform",
        "Apr 2027",
        "gone",
    ]
