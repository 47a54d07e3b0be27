"""What would change the choice: switch points, maps and tornados that are known on paper."""

from __future__ import annotations

import math
import threading

import msgspec
import numpy as np
import pytest

from models.address import AddressError
from models.overlay import Override, Scenario
from models.portfolio import Portfolio
from models.risk import Driver
from simulation.decide.choose.attitude import Attitude
from simulation.decide.choose.switching import switch_map, switch_points, tornado_of_options
from simulation.decide.pace import StepDone
from simulation.progress import Cancelled
from simulation.run import PortfolioError
from tests.choices import one_initiative, own_or_service, priced, q, settings, shared_team

BUY, BUILD = "option:buy.up_front_cost", "option:build.up_front_cost"


def bought_or_built(build: str | float = 500) -> Portfolio:
    """Buying costs 300 for sure, building 500 unless said otherwise."""
    return one_initiative(priced("buy", 300, kind="buy"), priced("build", build))


def test_a_price_switches_where_the_alternatives_cost_the_same() -> None:
    """Searched from 0 to 3 x 300: above 500 building is the best.  Nothing is uncertain, so neither is the point."""
    found = switch_points(bought_or_built(), ["x"], inputs={BUY: None}, trials=2)
    search = next(search for search in found.searches if search.lever.address == BUY)
    assert (search.lever.low, search.lever.high) == (0, 900)
    (switch,) = search.switches
    assert switch.at == pytest.approx(500)
    assert (switch.below, switch.above, switch.chance_above) == (0, 1, None)
    assert switch.error == pytest.approx(0)
    assert found.asked.equivalents == (-300, -500)


def test_terms_of_the_options_are_searched_unasked() -> None:
    """Both prices, because either could be had for less; the nearer switch comes first.

    Building switches at 300 (200 of 1,500 away), buying at 500 (200 of 900 away).
    """
    found = switch_points(bought_or_built(), ["x"], trials=2)
    assert [search.lever.address for search in found.searches] == [BUILD, BUY]
    assert found.nearest is not None
    assert found.nearest[1].at == pytest.approx(300)


def test_an_uncertain_input_is_searched_within_its_own_percentiles() -> None:
    """Uniform from 200 to 800: P1 is 206; it is the cheaper one below 300, which has a chance of 1 in 6."""
    found = switch_points(bought_or_built("Uniform(200, 800)"), ["x"], most_terms=0)
    (search,) = found.searches
    assert search.lever.low == pytest.approx(206, abs=1)  # of 1,000 strata, each 0.6 wide
    (switch,) = search.switches
    assert switch.at == pytest.approx(300)
    assert switch.chance_above == pytest.approx(5 / 6, abs=0.002)
    assert search.best.tolist() == [1, 0, 0, 0, 0]


def test_no_switch_in_the_range_is_said_so() -> None:
    """Building never comes below 310, buying costs 300."""
    (search,) = switch_points(bought_or_built("Uniform(310, 800)"), ["x"], most_terms=0).searches
    assert search.switches == ()
    assert search.nearest is None


def test_several_switches_between_two_tried_values_are_all_found() -> None:
    """A is worth 100, B 100 x, C 300 x - 210 under a market factor x: B is the best from 1 to 1.05 only.

    From 0.1 to 1.6 the coarse grid tries 0.85 and 1.225, so that both switches lie in one gap.
    """
    portfolio = one_initiative(
        priced("a", 0, earns=100),
        priced("b", 0, earns=100),
        priced("c", 210, earns=300),
        drivers=(
            Driver(
                id="m", name="Market", value=q(1), targets=("benefit:b-sales.amounts[1]", "benefit:c-sales.amounts[1]")
            ),
        ),
    )
    found = switch_points(portfolio, ["x"], inputs={"driver:m.value": (0.1, 1.6)}, most_terms=0, trials=1)
    (search,) = found.searches
    assert [(switch.below, switch.above) for switch in search.switches] == [(0, 1), (1, 2)]
    assert [switch.at for switch in search.switches] == pytest.approx([1, 1.05], abs=1e-6)


def test_a_bent_line_is_narrowed_down() -> None:
    """A yearly discount rate against 300 at the end of 24 months: worth 200 at a rate of sqrt(1.5) - 1.

    The bracket is narrowed to half a per cent of the range of one, and the rest taken as straight.
    """
    later = priced("later", 0, earns=0, kind="partner", exit_after=23.5, exit_cost=q(300))
    now = priced("now", 200)
    portfolio = one_initiative(now, later, own=settings(24))
    found = switch_points(portfolio, ["x"], inputs={"settings.discount_rate": (0.0, 1.0)}, most_terms=0, trials=1)
    (switch,) = found.searches[0].switches
    monthly = math.log(300 / 200) / 23  # up-front at the end of month 0, exit at the end of month 23
    assert switch.at == pytest.approx(math.exp(12 * monthly) - 1, abs=1e-4)
    assert (switch.below, switch.above) == (0, 1)


def test_the_horizon_at_which_owning_pays() -> None:
    """The outside case flips between 3 and 5 years.

    Owning saves 48,000 a year, paid monthly, for 160,000 at the end of the first month:
    4,000 (1 - v^n) / i = 160,000 v with v = 1.05^(-1/12), first met by 44 months.
    """
    v = 1.05 ** (-1 / 12)
    exact = math.log(1 - 40 * v * (1 / v - 1)) / math.log(v)
    assert math.ceil(exact) == 44
    found = switch_points(
        own_or_service(48), ["x"], inputs={"settings.horizon_months": (36, 60)}, most_terms=0, trials=1
    )
    (switch,) = found.searches[0].switches
    names = [alternative.key for alternative in found.asked.alternatives]
    assert (switch.at, names[switch.below], names[switch.above]) == (44, "service", "own")


def test_the_attitude_moves_the_switch_point() -> None:
    """A gamble costs 0 or 600 with 10 %: 60 on average, 300 in the worst fifth; a sure price switches there."""
    portfolio = one_initiative(priced("gamble", "Discrete(0: 0.9, 600: 0.1)"), priced("sure", 100))
    price = {"option:sure.up_front_cost": (0.0, 1000.0)}
    for attitude, at in ((Attitude(), 60.0), (Attitude("cvar"), 300.0)):
        found = switch_points(portfolio, ["x"], inputs=price, most=0, most_terms=0, attitude=attitude, trials=1000)
        assert found.searches[0].switches[0].at == pytest.approx(at)


def test_the_error_of_a_switch_is_that_of_the_difference() -> None:
    """A cost of Normal(100, 30), simple random trials: the price at which it is met is known to 30 / sqrt(n)."""
    portfolio = one_initiative(priced("a", "Normal(100, 30)"), priced("b", 90), own=settings(sampling="random"))
    found = switch_points(
        portfolio, ["x"], inputs={"option:b.up_front_cost": (0, 200)}, most=0, most_terms=0, trials=400
    )
    (switch,) = found.searches[0].switches
    assert switch.error == pytest.approx(1.5, rel=0.2)  # of a deviation that is itself estimated
    assert abs(switch.at - 100) < 3 * switch.error


def test_staffing_counts_in_a_switch() -> None:
    """Built, X delays Y by its own length, at 100 a month; its people are paid either way.  Buying it costs 800.

    So building is the better one up to 8 months of work.
    """
    found = switch_points(shared_team(), ["x"], inputs={"stage:x-code.duration": (1, 10)}, most_terms=0, trials=1)
    (switch,) = found.searches[0].switches
    assert switch.at == pytest.approx(8)


def test_a_map_shows_which_price_is_the_lower() -> None:
    """Both prices from 100 to 900: the cheaper one is the best, by the difference."""
    found = switch_map(bought_or_built(), ["x"], BUY, BUILD, spans=((100, 900), (100, 900)), points=5, trials=1)
    buy, build = np.meshgrid(found.first_fine, found.second_fine, indexing="ij")
    apart = buy != build
    assert np.array_equal(found.best[apart], (buy > build)[apart].astype(int))
    assert found.margin == pytest.approx(np.abs(buy - build))
    assert found.equivalents[0, 4].tolist() == [-100, -900]


def test_a_tornado_shows_where_the_best_choice_changes() -> None:
    """Building costs Uniform(200, 800): 260 at P10 and 740 at P90, against 300 to buy."""
    found = tornado_of_options(bought_or_built("Uniform(200, 800)"), ["x"])
    (bar,) = found.bars
    assert bar.low == pytest.approx([-300, -260], abs=1)
    assert bar.high == pytest.approx([-300, -740], abs=1)
    assert bar.best == (1, 0)
    assert bar.swing == pytest.approx([0, 480], abs=2)


def test_a_scenario_is_searched_as_it_is() -> None:
    """Where building is had for 250, buying is the better one below that price."""
    scenario = Scenario(id="cheap", name="Cheap", overrides=(Override(target=BUILD, value=250),))
    portfolio = msgspec.structs.replace(bought_or_built(), scenarios=(scenario,))
    found = switch_points(portfolio, ["x"], inputs={BUY: None}, most_terms=0, scenario="cheap", trials=1)
    assert found.asked.equivalents == (-300, -250)
    assert found.searches[0].switches[0].at == pytest.approx(250)


def test_of_many_alternatives_the_best_are_searched() -> None:
    """Eight prices: the two dearest are left out, and named."""
    portfolio = one_initiative(*(priced(f"o{price}", price) for price in range(8, 0, -1)))
    asked = switch_points(portfolio, ["x"], most=0, most_terms=0, trials=1).asked
    assert [alternative.key for alternative in asked.left_out] == ["o8", "o7"]
    assert asked.alternatives[asked.best].key == "o1"


def test_only_what_may_have_changed_is_simulated() -> None:
    """Two alternatives as planned; then the one that pays the price, at five values and on the way to its switch."""
    heard: list[StepDone] = []
    switch_points(bought_or_built(), ["x"], inputs={BUY: (0, 1000)}, most_terms=0, trials=1, telling=heard.append)
    assert [step.what for step in heard[:2]] == ["Buy", "Build"]
    assert 5 <= len(heard[2:]) <= 10
    assert {step.what for step in heard[2:]} == {"Buy"}
    assert heard[-1].done == heard[-1].total


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"option:y.up_front_cost": None}, "in none of the alternatives"),
        ({"initiative:x.name": None}, "not a single number"),
        ({"option:*.up_front_cost": None}, "not a single number"),
        ({BUY: (5, 1)}, "two numbers in order"),
        ({"settings.wip_limit": None}, "is empty"),
    ],
)
def test_inputs_that_cannot_be_searched_are_refused(inputs: dict[str, tuple[float, float] | None], reason: str) -> None:
    """What is not there, is no number, or has no range."""
    with pytest.raises((AddressError, ValueError), match=reason):
        switch_points(bought_or_built(), ["x"], inputs=inputs, trials=1)


def test_a_plain_field_must_fit_the_rest() -> None:
    """A team of nobody cannot do the work of four."""
    with pytest.raises(PortfolioError, match="the team never has more than"):
        switch_points(shared_team(), ["x"], inputs={"team:team.headcount": (1, 4)}, most_terms=0, trials=1)


def test_a_flag_ends_the_search() -> None:
    """Set at the first step, it is heard before the next."""
    stop, heard = threading.Event(), []

    def hear(step: StepDone) -> None:
        heard.append(step)
        stop.set()

    with pytest.raises(Cancelled):
        switch_points(bought_or_built(), ["x"], trials=2, telling=hear, cancel=stop)
    assert len(heard) == 1
