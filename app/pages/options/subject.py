"""What a choice is about: the plan but for which way is taken now and what judges it beside the money.

To take a way, or to judge one by other criteria, makes no answer old.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtWidgets import QWidget

from app.pages.asking import Asking, Questioner
from app.pages.frame import Desk
from models.edits import EditError
from models.portfolio import Portfolio
from models.scenario import ScenarioError, apply_scenario
from simulation.decide.choose.variants import none_of, taking


def neutral(portfolio: Portfolio, scenario: str | None, initiatives: Sequence[str]) -> Portfolio | None:
    """The plan under a scenario without any of the initiatives; None where it has not all of them."""
    try:
        applied = apply_scenario(portfolio, scenario)
        left_out = taking(applied, none_of(applied, initiatives))
    except (ScenarioError, EditError, ValueError):
        return None
    return msgspec.structs.replace(left_out, scenarios=(), scorecards=(), decisions=())


class ChoiceAsking(Asking):
    """A question about some initiatives, whose answer stays current when one of their options is taken."""

    def __init__(
        self, desk: Desk, key: str, sentence: str, questioner: Questioner, parent: QWidget | None = None
    ) -> None:
        self.initiatives: tuple[str, ...] = ()  # that the question under way, or else the answer, is about
        super().__init__(desk, key, sentence, questioner, parent)

    @property
    def is_current(self) -> bool:
        """Whether the plan is still the one that was asked about, but for which of the options is taken."""
        session, subject = self._desk.session, self._asked or self._shown
        if subject is None or not session.is_open:
            return False
        if super().is_current:
            return True
        before = neutral(*subject, self.initiatives)
        return before is not None and before == neutral(session.portfolio, session.scenario, self.initiatives)
