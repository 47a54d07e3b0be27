"""Which stages decide the dates: small networks whose chains can be read off, and two from textbooks."""

from __future__ import annotations

import json
import math
import pickle
import threading

import pytest

from models.initiative import Initiative, Link, Stage
from models.portfolio import Portfolio
from models.uncertainty import Quantity
from simulation.decide.matters.criticality import Criticality, StageCriticality, criticality
from simulation.progress import Cancelled
from tests.cases import case_path
from tests.networks import initiative, portfolio, stage, team
from tests.portfolios import example_portfolio


def uncertain(name: str, text: str, *after: str) -> Stage:
    """A stage of uncertain length that needs nobody."""
    return Stage(id=name, name=name, duration=Quantity.parse(text), after=tuple(Link(stage=one) for one in after))


def of(found: Criticality, name: str) -> StageCriticality:
    """What was found of one stage."""
    return next(one for one in found.stages if one.stage == name)


def on_chain(found: Criticality) -> str:
    """The stages that are always on their chain; no other may ever be."""
    assert all(one.critical.value in (0.0, 1.0) for one in found.stages)
    return "".join(one.stage for one in found.stages if one.critical.value == 1.0)


def test_two_paths_that_race() -> None:
    """Two independent stages of Uniform(0, 2) before a third: each decides half of the time.

    The later of two has the mean 4/3; one alone has 1: where they meet, the third loses 1/3 of a month.
    """
    race = initiative(
        "x", uncertain("a", "Uniform(0, 2)"), uncertain("b", "Uniform(0, 2)"), uncertain("c", "1", "a", "b")
    )
    found = criticality(portfolio([race]), trials=4_000, seed=1)
    a, b, c = (of(found, name) for name in "abc")
    assert a.critical.value == pytest.approx(0.5, abs=4 * a.critical.error)
    assert a.critical.value + b.critical.value == pytest.approx(1.0)
    assert c.critical.value == 1.0
    assert c.merge_delay.value == pytest.approx(1 / 3, abs=4 * c.merge_delay.error)
    assert found.initiatives[0].merge_delay.value == pytest.approx(c.merge_delay.value)
    assert 0 < c.merge_delay.error < 0.01


def test_ends_that_race() -> None:
    """Without a third stage the paths meet in the launch: that loses the third of a month, the stages nothing."""
    race = initiative("x", uncertain("a", "Uniform(0, 2)"), uncertain("b", "Uniform(0, 2)"))
    found = criticality(portfolio([race]), trials=4_000, seed=1)
    assert {one.merge_delay.value for one in found.stages} == {0.0}
    lost = found.initiatives[0].merge_delay
    assert lost.value == pytest.approx(1 / 3, abs=4 * lost.error)


def test_paths_that_decide_together() -> None:
    """Two certain stages of the same length are both critical, and nothing is lost."""
    both = initiative("x", uncertain("a", "2"), uncertain("b", "2"), uncertain("c", "1", "a", "b"))
    found = criticality(portfolio([both]), trials=10)
    assert on_chain(found) == "abc"
    assert of(found, "c").merge_delay.value == 0.0


def test_a_lag_belongs_to_the_path() -> None:
    """a takes 1 month and a wait of 2, b takes 2: the path through a decides."""
    lagged = Link(stage="a", lag=Quantity.certain(2.0))
    wait = initiative("x", stage("a", 1, after=[]), stage("b", 2, after=[]), stage("c", 1, after=[lagged, "b"]))
    assert on_chain(criticality(portfolio([wait]), trials=10)) == "ac"


def test_a_date_starts_a_chain() -> None:
    """b may not begin before month 5: what ended before has not delayed it."""
    dated = initiative("x", stage("a", 1, after=[]), stage("b", 1, after=["a"], earliest=5))
    assert on_chain(criticality(portfolio([dated]), trials=10)) == "b"


def test_waiting_for_people_is_the_waiting_stage_s() -> None:
    """One person, two stages of a month: the second waits a month for people, and its chain is itself alone."""
    one = initiative("x", stage("a", 1, {"t": 1}), rank=1)
    two = initiative("y", stage("b", 1, {"t": 1}), rank=2)
    found = criticality(portfolio([one, two], [team("t", 1)]), trials=10)
    assert (of(found, "a").wait.value, of(found, "b").wait.value) == (0.0, 1.0)
    assert on_chain(found) == "ab"
    assert (of(found, "a").to_last.value, of(found, "b").to_last.value) == (0.0, 1.0)


def test_the_chain_to_the_last_launch_goes_through_other_initiatives() -> None:
    """y waits for the launch of x, z is done long before: x and y decide the last launch, z does not."""
    first = initiative("x", stage("a", 3), launch_lag=1)
    follows = initiative("y", stage("b", 2, after=[Link(initiative="x")]))
    found = criticality(portfolio([first, follows, initiative("z", stage("c", 1))]), trials=10)
    assert {one.initiative: one.to_last.value for one in found.initiatives} == {"x": 1.0, "y": 1.0, "z": 0.0}
    assert [of(found, name).to_last.value for name in "abc"] == [1.0, 1.0, 0.0]
    assert on_chain(found) == "abc"


def test_what_never_launches_is_not_judged() -> None:
    """A stage beyond the horizon: no share of its initiative's launches, because there are none."""
    late = initiative("x", stage("a", 30))
    found = criticality(portfolio([late, initiative("y", stage("b", 1))], months=24), trials=10)
    assert math.isnan(of(found, "a").critical.value)
    assert math.isnan(found.initiatives[0].merge_delay.value)
    assert found.initiatives[0].launched.value == 0.0
    assert of(found, "b").to_last.value == 1.0


def test_an_example_with_everything() -> None:
    """Shares are shares, delays are not negative, and an initiative that launches has a chain."""
    found = criticality(example_portfolio(), trials=400)
    known = [one for one in found.stages if not math.isnan(one.critical.value)]
    assert known
    assert all(0.0 <= one.critical.value <= 1.0 and 0.0 <= one.to_last.value <= 1.0 for one in known)
    assert all(not one.merge_delay.value < 0.0 and not one.wait.value < 0.0 for one in found.stages)


def test_it_can_be_sent_and_cancelled() -> None:
    """The answer goes between processes; a set flag ends the study at its next step."""
    found = criticality(example_portfolio(), trials=10)
    assert pickle.loads(pickle.dumps(found)).trials == 10
    stop = threading.Event()
    with pytest.raises(Cancelled):
        criticality(example_portfolio(), trials=1_100, telling=lambda _: stop.set(), cancel=stop)


def network(times: dict[str, tuple[float, list[str]]]) -> Portfolio:
    """A case's activities as one initiative without people."""
    stages = [stage(name, length, after=before) for name, (length, before) in times.items()]
    return portfolio([activities(stages)], months=60)


def activities(stages: list[Stage]) -> Initiative:
    """One initiative."""
    return initiative("project", *stages)


def test_general_foundry() -> None:
    """The critical path of Render, Stair & Hanna, in weeks for months."""
    expected = json.loads(case_path("networks/networks.json").read_text())["general_foundry"]["expected"]
    times: dict[str, tuple[float, list[str]]] = {
        "A": (2, []), "B": (3, []), "C": (2, ["A"]), "D": (4, ["B"]),
        "E": (4, ["C"]), "F": (3, ["C"]), "G": (5, ["D", "E"]), "H": (2, ["F", "G"]),
    }  # fmt: skip
    assert on_chain(criticality(network(times), trials=10)) == expected["critical"]


def test_reliable_construction() -> None:
    """The critical path of Hillier & Lieberman, ch. 10."""
    case = json.loads(case_path("networks/networks.json").read_text())["reliable_construction_cpm"]
    times = {one["id"]: (one["te"], one["predecessors"]) for one in case["activities"]}
    assert on_chain(criticality(network(times), trials=10)) == case["expected"]["critical"]
