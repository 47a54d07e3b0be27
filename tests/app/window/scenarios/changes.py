"""What a scenario of an open document changes."""

from __future__ import annotations

from app.pages.frame import Desk
from models.overlay import Override


def own(desk: Desk, scenario: str) -> tuple[Override, ...]:
    """The overrides of its own."""
    return next(one.overrides for one in desk.session.portfolio.scenarios if one.id == scenario)
