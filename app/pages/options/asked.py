"""What the studies of this page are asked with: which initiatives, which attitude, and whether leaving out counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.pages.options.question import QuestionBar
from app.state.studying import Question
from models.portfolio import Portfolio
from simulation.decide.choose.attitude import Attitude


@dataclass(frozen=True)
class Terms:
    """What is chosen in the bar of the page."""

    initiatives: tuple[str, ...]
    with_none: bool
    attitude: Attitude


def terms_of(bar: QuestionBar) -> Terms:
    """What is chosen now."""
    return Terms(bar.picker.chosen, bar.with_none.isChecked(), bar.attitude.attitude)


def question_of(
    study: Callable[..., Any], bar: QuestionBar, portfolio: Portfolio, scenario: str | None, *more: Any, **keywords: Any
) -> Question | str:
    """The question that a study of the ways is asked with, or what is missing for it."""
    if bar.trouble:
        return bar.trouble
    terms = terms_of(bar)
    own = {"scenario": scenario, "with_none": terms.with_none, "attitude": terms.attitude, **keywords}
    return Question(study, (portfolio, terms.initiatives, *more), own)
