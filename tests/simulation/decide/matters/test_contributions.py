"""Contributions to the variance of costs, where they are known."""

from __future__ import annotations

import pickle
import threading

import pytest

from models.risk import Driver
from simulation.decide.matters.contributions import Contribution, Contributions, contributions
from simulation.progress import Cancelled
from tests.portfolios import example_portfolio
from tests.simulation.costs import initiative, portfolio, q


def row(found: Contributions, key: str) -> Contribution:
    """The row of one input."""
    return next(one for one in found.rows if one.input.key == key)


def test_costs_that_add_up() -> None:
    """Uniforms of widths 100 and 50 have variances as 4 to 1: 80 % and 20 %, alone as well as in all."""
    found = contributions(portfolio(initiative("x", a="Uniform(0, 100)"), initiative("y", a="Uniform(0, 50)")), seed=1)
    assert [one.input.group for one in found.rows] == ["initiative:x", "initiative:y"]
    for one, share in zip(found.rows, (0.8, 0.2), strict=True):
        assert one.total is not None
        assert one.alone.value == pytest.approx(share, abs=4 * one.alone.error)
        assert one.total.value == pytest.approx(share, abs=4 * one.total.error)
        assert one.alone.error < 0.02
        assert one.total.error < 0.05
    assert found.deviation == pytest.approx((12_500 / 12) ** 0.5, rel=0.02)
    assert found.explained == pytest.approx(1.0, abs=0.04)  # four standard errors


def test_a_driver_is_one_input() -> None:
    """Two equal certain costs under one driver: all of the variance is the driver's, none the lines'."""
    driver = Driver(id="d", name="D", value=q("0.8..1..1.3"), targets=("option:*.up_front_cost",))
    found = contributions(portfolio(initiative("x", a=100), initiative("y", a=100), drivers=(driver,)), seed=1)
    assert [one.input.key for one in found.rows] == ["driver:d.value"]
    assert found.rows[0].alone.value == pytest.approx(1.0, abs=1e-3)
    assert found.by_group() == (("D", found.rows[0].alone.value),)


def test_what_only_matters_together() -> None:
    """A cost c under a driver d, both Uniform(1, 3): the product's variance is var(c) 4 + var(d) 4 + var(c) var(d).

    With variances of 1/3: 12/25 each alone, 13/25 in all, and 1/25 left for their interplay.
    """
    driver = Driver(id="d", name="D", value=q("Uniform(1, 3)"), targets=("option:x-a.up_front_cost",))
    found = contributions(portfolio(initiative("x", a="Uniform(1, 3)"), drivers=(driver,)), seed=1)
    for key in ("driver:d.value", "option:x-a.up_front_cost"):
        one = row(found, key)
        assert one.total is not None
        assert one.alone.value == pytest.approx(12 / 25, abs=4 * one.alone.error)
        assert one.total.value == pytest.approx(13 / 25, abs=4 * one.total.error)
    assert found.explained < 1.0


def test_an_example_with_everything() -> None:
    """Gates, risks and people are among the inputs; nothing stands for more than everything."""
    found = contributions(example_portfolio(), "launch:atlas", count=4, also=["team:platform.people"], trials=1_000)
    assert {"gate", "people"} <= {one.input.kind for one in found.rows}
    assert all(-0.05 < one.alone.value < 1.0 for one in found.rows)
    assert row(found, "team:platform.people").total is not None
    assert found.unit == "months"
    assert pickle.loads(pickle.dumps(found)) == found


def test_correlated_inputs_are_told() -> None:
    """Two stages that move together are drawn anew together, and the row says so."""
    code = "stage:atlas-build-code.duration"
    found = contributions(example_portfolio(), "launch:atlas", count=0, also=[code], trials=1_000)
    assert set(row(found, code).together) == {code, "stage:atlas-build-test.duration"}


def test_a_certain_plan_has_no_contributions() -> None:
    """Nothing varies, and nothing divides by nothing."""
    found = contributions(portfolio(initiative("x", a=100)), trials=100)
    assert found.rows == ()
    assert found.deviation == 0.0


def test_it_can_be_cancelled() -> None:
    """A set flag ends it at its next step."""
    stop = threading.Event()
    with pytest.raises(Cancelled):
        contributions(example_portfolio(), trials=1_000, telling=lambda _: stop.set(), cancel=stop)
