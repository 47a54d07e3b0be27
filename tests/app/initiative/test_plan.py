"""The critical path of an option, worked out on paper."""

import msgspec
import pytest

from app.charts.stages.plan import StagePlan, plan_of
from app.charts.stages.words import answer, beside, stage_text, summary
from models.initiative import Crew, Initiative, Link, Option, Stage
from models.portfolio import Portfolio
from tests.app.initiative.small import diamond, portfolio_of, quantity


def planned(portfolio: Portfolio, position: int = 0) -> StagePlan:
    initiative = portfolio.initiatives[0]
    return plan_of(portfolio, initiative, initiative.options[position])


def times(plan: StagePlan) -> dict[str, tuple[float, float]]:
    return {stage.id: (stage.start, stage.end) for stage in plan.stages}


def test_stages_start_when_all_they_wait_for_has_ended() -> None:
    """The likeliest of 1..2..4 is 2, the median of LogN(2, 8) is sqrt(2 x 8) = 4."""
    plan = planned(portfolio_of(diamond()))
    expected = {"research": (0, 2), "design": (2, 3.5), "contract": (2, 6), "build": (6, 9)}
    assert times(plan) == {name: pytest.approx(span) for name, span in expected.items()}
    assert plan.launch == pytest.approx(9)


def test_only_what_can_wait_has_slack() -> None:
    """Design ends at 3.5, build starts at 6: 2.5 months.  All others are on the critical path."""
    plan = planned(portfolio_of(diamond()))
    assert [stage.slack for stage in plan.stages] == pytest.approx([0, 2.5, 0, 0], abs=1e-9)
    assert [stage.is_critical for stage in plan.stages] == [True, False, True, True]


def test_lags_delays_and_launch_lag_count() -> None:
    """Begin April (3) + 1 month delay; A takes 1; B waits 0.5, takes 2; launch 1.5 after: 3 + 1 + 1 + 0.5 + 2 + 1.5."""
    stages = (
        Stage(id="a", duration=quantity("1")),
        Stage(id="b", duration=quantity("2"), after=(Link(stage="a", lag=quantity("0.5")),)),
    )
    option = Option(id="way", stages=stages, launch_lag=quantity("1..1.5..3"))
    initiative = Initiative(
        id="i", name="I", options=(option,), selected="way", earliest_start="2027-04", start_delay=quantity("0..1..2")
    )
    plan = planned(msgspec.structs.replace(portfolio_of(option), initiatives=(initiative,)))
    assert plan.begin == 4
    assert times(plan) == {"a": (4, 5), "b": (5.5, 7.5)}
    assert plan.launch == 9


def test_an_earliest_start_holds_a_stage_and_its_natural_place_is_kept() -> None:
    """Design may not start before June (5); it could at 2."""
    option = diamond()
    held = msgspec.structs.replace(option.stages[1], earliest_start="2027-06")
    plan = planned(portfolio_of(msgspec.structs.replace(option, stages=(option.stages[0], held, *option.stages[2:]))))
    design = plan.by_id["design"]
    assert (design.natural, design.not_before, design.start) == (2, 5, 5)
    assert plan.by_id["build"].start == pytest.approx(6.5)


def test_without_a_duration_the_longest_effort_decides() -> None:
    """8 person-months by 4 people are 2 months, 9 by 3 are 3; a member without effort does not count."""
    crew = (
        Crew(team="web", fte=4.0, effort=quantity("6..8..12")),
        Crew(team="ops", fte=3.0, effort=quantity("9")),
        Crew(team="ux", fte=1.0),
    )
    plan = planned(portfolio_of(Option(id="way", stages=(Stage(id="s", crew=crew),))))
    assert plan.stages[0].duration == 3
    assert plan.stages[0].crew == (("Web and app", 4.0), ("ops", 3.0), ("ux", 1.0))


def test_an_empty_list_of_links_waits_for_nothing() -> None:
    stages = (Stage(id="a", duration=quantity("2")), Stage(id="b", duration=quantity("1"), after=()))
    plan = planned(portfolio_of(Option(id="way", stages=stages)))
    assert times(plan) == {"a": (0, 2), "b": (0, 1)}
    assert plan.links == ()


def test_another_initiative_is_waited_for_by_its_own_plan() -> None:
    """Base launches at 2 + 1 = 3; the stage of Top waits a further month."""
    base = Option(id="base-way", stages=(Stage(id="b", duration=quantity("2")),), launch_lag=quantity("1"))
    top = Option(
        id="way",
        stages=(Stage(id="t", duration=quantity("1"), after=(Link(initiative="base", lag=quantity("1")),)),),
    )
    portfolio = msgspec.structs.replace(
        portfolio_of(top),
        initiatives=(
            Initiative(id="top", name="Top", options=(top,), selected="way"),
            Initiative(id="base", name="Base", options=(base,), selected="base-way"),
        ),
    )
    plan = planned(portfolio)
    assert times(plan) == {"t": (4, 5)}
    assert (plan.awaited[0].name, plan.awaited[0].launch) == ("Base", 3)


def test_what_waits_for_something_unfunded_is_blocked_with_all_that_follows() -> None:
    stages = (
        Stage(id="a", name="A", duration=quantity("1"), after=(Link(initiative="base"),)),
        Stage(id="b", name="B", duration=quantity("1")),
        Stage(id="c", name="C", duration=quantity("1"), after=()),
    )
    option = Option(id="way", stages=stages)
    portfolio = msgspec.structs.replace(
        portfolio_of(option),
        initiatives=(
            Initiative(id="top", name="Top", options=(option,), selected="way"),
            Initiative(id="base", name="Base"),
        ),
    )
    plan = planned(portfolio)
    assert plan.by_id["a"].blocked == "waits for Base, for which no launch is planned"
    assert plan.by_id["b"].blocked == "waits for A, which can never start"
    assert plan.by_id["c"].blocked == ""
    assert plan.launch is None
    assert answer(plan).startswith("No launch is planned: A waits for Base")


def test_initiatives_that_wait_for_each_other_have_no_launch() -> None:
    one = Option(id="way", stages=(Stage(id="a", duration=quantity("1"), after=(Link(initiative="two"),)),))
    two = Option(id="way2", stages=(Stage(id="b", duration=quantity("1"), after=(Link(initiative="one"),)),))
    portfolio = msgspec.structs.replace(
        portfolio_of(one),
        initiatives=(
            Initiative(id="one", name="One", options=(one,), selected="way"),
            Initiative(id="two", name="Two", options=(two,), selected="way2"),
        ),
    )
    assert planned(portfolio).launch is None


def test_stages_in_a_circle_are_named_and_placed_all_the_same() -> None:
    """A document made elsewhere may hold one; the chart shows it, so that it can be taken apart."""
    stages = (
        Stage(id="a", name="A", duration=quantity("1"), after=(Link(stage="b"),)),
        Stage(id="b", name="B", duration=quantity("2"), after=(Link(stage="a"),)),
    )
    plan = planned(portfolio_of(Option(id="way", stages=stages)))
    assert set(plan.circle) == {"a", "b"}
    assert len(plan.links) == 2
    assert times(plan) == {"a": (0, 1), "b": (0, 2)}
    assert answer(plan).startswith("Stages wait for each other")


def test_a_stage_in_words_tells_all_that_the_bar_shows() -> None:
    plan = planned(portfolio_of(diamond()))
    assert stage_text(plan, plan.by_id["design"]) == (
        "2. Design: Mar 2027 to Apr 2027, 1.5 months; no crew; 80 % chance to pass its gate; after Research; "
        "2.5 months of slack"
    )
    assert "typed as 1..2..4; crew Web and app 2" in stage_text(plan, plan.by_id["research"])
    assert beside(plan.by_id["design"]) == "80 %"
    assert summary(plan).splitlines()[0] == "4 stages; launch planned for Sep 2027."
    assert len(summary(plan).splitlines()) == 5
