"""The harness of the benchmarks on tiny sizes; what it measures is measured by ``make bench`` alone."""

from pathlib import Path

import msgspec
import numpy as np
import pytest

from models.check import check
from simulation.block import simulate, some_trials
from simulation.delivery import compiled
from simulation.plan import compile_plan
from simulation.sampling.draw import sample
from tests.benchmarks.clock import Others, race
from tests.benchmarks.editing import edited
from tests.benchmarks.measured import BlockCosts, Curve, Findings, Machine, Point, Row, load, save
from tests.benchmarks.page import page
from tests.benchmarks.plain_cash import plain_cash
from tests.benchmarks.projection import Crowd, projected
from tests.benchmarks.sizes import Size, portfolio_of
from tests.places import sample_portfolio

MACHINE = Machine(processor="P", cores=2, memory_gib=8.0, system="S", versions={"Python": "3"})
MET = Row(work="fast work", ours="1 s", rival="slow", theirs="2 s", figure=2.0, unit="×", target=1.8)
MISSED = Row(work="large work", ours="a lot", figure=1.5, unit="GiB", target=1.0, at_most=True, others=0.3)


@pytest.mark.parametrize("size", [Size(50, 2, 12), Size(25, 50, 240), Size()])
def test_portfolios_of_any_size_are_right(size: Size) -> None:
    """No errors and no warnings, and as large as asked for; 25 stages leave an initiative of five."""
    portfolio = portfolio_of(size)
    assert not check(portfolio)
    plan = compile_plan(portfolio).delivery
    assert (len(plan.stage_ids), len(plan.team_ids), plan.months) == (size.stages, size.teams, size.months)


def test_same_size_same_portfolio() -> None:
    """Otherwise two runs could not be compared."""
    assert portfolio_of(Size(60, 3, 24)) == portfolio_of(Size(60, 3, 24))


def test_plain_cash_is_the_same_money() -> None:
    """The rival is worth racing only if it does the whole work; 50 trials of the sample have every kind of money."""
    plan = compile_plan(sample_portfolio())
    block = simulate(plan, some_trials(sample(plan, 0), 0, 50), compiled.deliver)
    lines, net = plain_cash(plan, block.draws, block.work, block.delivery)
    np.testing.assert_allclose(lines, block.cash.series, rtol=1e-9, atol=0.01)
    np.testing.assert_allclose(net, block.cash.initiative_net, rtol=1e-9, atol=0.01)


def test_edits_differ_and_are_allowed() -> None:
    """Every one of 14 edits, two of each kind, changes the portfolio; the last has no errors."""
    began = now = sample_portfolio()
    for number in range(14):
        before = now
        _, now = edited(began, before, number)
        assert now != before
    assert not [issue for issue in check(now) if issue.severity == "error"]


def test_a_race_takes_turns() -> None:
    """One round that is not counted, then three of each, in turns."""
    calls: list[str] = []
    ours, theirs = race(lambda: calls.append("o"), lambda: calls.append("t"), rounds=3)
    assert "".join(calls) == "ot" * 4
    assert len(ours.rounds) == len(theirs.rounds) == 3
    assert ours.best <= ours.median


def test_the_share_of_others_is_a_share() -> None:
    """Whatever the machine does meanwhile."""
    assert 0.0 <= Others().share() <= 1.0


def test_projection_by_hand() -> None:
    """10 blocks of 2 s and 1 MB, 0.1 s to add: 4 workers need 3 turns; 10 Mbit/s would need 8 s for sending."""
    costs = BlockCosts(seconds=2.0, result_bytes=1_000_000, merge_seconds=0.1)
    assert projected(costs, 0.5, 10, Crowd("four", 4)).seconds == pytest.approx(0.5 + 3 * 2.0)
    assert projected(costs, 0.5, 10, Crowd("ten", 10, 1.25e6)).seconds == pytest.approx(0.5 + 10 * (0.1 + 0.8))
    assert projected(costs, 0.5, 10, Crowd("ten", 10, 1.25e6)).limit == "the network"
    assert projected(costs, 0.5, 10, Crowd("many", 20)).limit == "only 10 blocks"


def test_the_page_tells_targets_met_and_missed() -> None:
    """And what else the machine did where that was much."""
    text = page(Findings(machine=MACHINE, rows={"fast": MET, "large": MISSED}))
    assert "| fast work | **2 ×** | ≥ 1.8: met | 1 s | slow: 2 s |  |" in text
    assert "| large work | **1.5 GiB** | ≤ 1: **missed** | a lot |  | others took 30 % of the machine |" in text


def test_what_was_found_is_read_back(tmp_path: Path) -> None:
    """A run adds to what earlier benchmarks found."""
    curve = Curve(axis="stages", held="all else", points=(Point(50, 1.0, 100.0), Point(100, 2.0, 110.0)))
    found = Findings(machine=MACHINE, rows={"fast": MET}, curves={"stages": curve})
    save(found, tmp_path / "found.json")
    assert msgspec.to_builtins(load(tmp_path / "found.json")) == msgspec.to_builtins(found)
