"""What all benchmarks share: the sample portfolio, and the book in which they write what they found."""

from __future__ import annotations

import sys

import msgspec
import pytest

from models.portfolio import Portfolio
from simulation.draws import Draws
from simulation.plan import Plan, compile_plan
from simulation.sampling.draw import sample as sampled
from simulation.warm import warm_up
from tests.benchmarks.clock import Others
from tests.benchmarks.measured import BlockCosts, Curve, Row, load, save
from tests.places import sample_portfolio


class Book:
    """Takes what one benchmark finds, with how busy others kept the machine meanwhile."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._others = Others()

    def row(self, row: Row) -> None:
        """A line of the table; fails where its target is missed."""
        row = msgspec.structs.replace(row, others=self._others.share())
        findings = load()
        findings.rows[self._name] = row
        save(findings)
        against = f"; {row.rival}: {row.theirs}" if row.rival else ""
        sys.stdout.write(f"\n{row.work}: {row.figure:.3g} {row.unit}  ({row.ours}{against})\n")
        assert row.is_met is not False, f"{row.work}: {row.figure:.3g} {row.unit}, wanted {row.target} {row.unit}"

    def curve(self, curve: Curve) -> None:
        """How time grows."""
        findings = load()
        findings.curves[self._name] = curve
        save(findings)
        for point in curve.points:
            sys.stdout.write(f"\n{curve.axis} {point.size}: {point.seconds:.2f} s, {point.peak_mib:.0f} MiB")
        sys.stdout.write("\n")

    def block_costs(self, name: str, costs: BlockCosts) -> None:
        """What a block costs."""
        findings = load()
        findings.costs[name] = costs
        save(findings)
        sys.stdout.write(f"\n{name}: {costs}\n")

    def start(self, seconds: float) -> None:
        """What a forecast takes besides its blocks."""
        findings = load()
        findings.start_seconds = seconds
        save(findings)


@pytest.fixture
def book(request: pytest.FixtureRequest) -> Book:
    """The book, for the benchmark that asks for it."""
    return Book(request.node.name.removeprefix("test_"))


@pytest.fixture(scope="session")
def sample() -> Portfolio:
    """The sample portfolio: 187 stages of 28 initiatives, 8 teams, 60 months."""
    return sample_portfolio()


@pytest.fixture(scope="session")
def plan(sample: Portfolio) -> Plan:
    """The sample's plan; the engine is compiled."""
    warm_up()
    return compile_plan(sample)


@pytest.fixture(scope="session")
def draws(plan: Plan) -> Draws:
    """The sample's first block."""
    return sampled(plan, 0)
