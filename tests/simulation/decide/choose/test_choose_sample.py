"""Build, buy or partner on the sample portfolio, end to end."""

from __future__ import annotations

import numpy as np
import pytest

from app.wording import money, share
from models.portfolio import Portfolio
from simulation.decide.choose.options import choose
from simulation.decide.choose.switching import switch_points, tornado_of_options
from simulation.decide.choose.wording import Style, in_words
from tests.places import sample_portfolio

TRIALS = 100
"""Enough to see that everything fits together; what the figures are is not the point."""


@pytest.fixture(scope="module")
def sample() -> Portfolio:
    return sample_portfolio()


@pytest.mark.slow
def test_the_acquisition_is_compared_with_building_and_partnering(sample: Portfolio) -> None:
    """Three ways to get Lumen: the plan acquires; each study sees the same worth in the same futures."""
    found = choose(sample, ["lumen"], trials=TRIALS)
    assert [card.alternative.kinds for card in found.cards] == [("buy",), ("build",), ("partner",)]
    assert found.present == 0
    assert found.best_odds.sum() == pytest.approx(1)
    assert found.regret.min() == pytest.approx(found.evpi.value)
    assert all(card.others_value.value < 0 < card.others_delay.value for card in found.cards)
    assert found.cards[2].lock_in.guaranteed > 0
    points = switch_points(sample, ["lumen"], trials=TRIALS, most=2)
    assert points.asked.equivalents == pytest.approx(found.recommended.equivalents)
    assert all(search.lever.low < search.lever.base < search.lever.high for search in points.searches)
    tornado = tornado_of_options(sample, ["lumen"], trials=TRIALS, most=2)
    assert [np.ptp(bar.swing) > 0 for bar in tornado.bars] == [True] * len(tornado.bars)
    style = Style(lambda amount: money(amount, "EUR"), share)
    told = " ".join(in_words(found, style, switches=points))
    assert found.cards[found.recommended.best].alternative.name in told
    assert "M €" in told
