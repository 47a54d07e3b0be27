"""Build, buy or partner: alternatives whose worth, odds and effect on others are known on paper."""

from __future__ import annotations

import json
import pickle
import threading

import msgspec
import numpy as np
import pytest
from scipy.stats import norm

from models.initiative import Option, Stage
from models.overlay import Override, Scenario
from models.risk import Impact, Risk
from simulation import forecast
from simulation.decide.choose.attitude import Attitude
from simulation.decide.choose.choice import Choice
from simulation.decide.choose.options import choose
from simulation.decide.pace import StepDone
from simulation.progress import Cancelled
from simulation.run import PortfolioError
from tests.cases import case_path
from tests.choices import after, one_initiative, own_or_service, priced, q, settings, shared_team
from tests.portfolios import example_portfolio


def card_means(choice: Choice) -> dict[str, float]:
    """The mean value of each alternative."""
    return {card.alternative.key: card.value.mean for card in choice.cards}


def test_the_decision_tree_of_the_textbook() -> None:
    """Build, reuse, buy or contract: 1,000 stratified trials hold each outcome exactly as often as its chance says.

    Reuse splits its second branch of 60 % again; its three outcomes have 40 %, 12 % and 48 %.
    """
    case = json.loads(case_path("decisions/decisions.json").read_text())["build_buy_pressman"]
    texts = {name: f"Discrete({', '.join(_outcomes(branches))})" for name, branches in case["options"].items()}
    kinds = {"build": "build", "reuse": "build", "buy": "buy", "contract": "partner"}
    options = [priced(name, text, kind=kinds[name]) for name, text in texts.items()]  # type: ignore[arg-type]
    found = choose(one_initiative(*options), ["x"])
    assert {name: -mean for name, mean in card_means(found).items()} == pytest.approx(
        {name: case["expected"][name] for name in texts}, rel=1e-12
    )
    assert found.alternatives[found.recommended.best].key == case["expected"]["best"]


def _outcomes(branches: list[list[object]], chance: float = 1.0) -> list[str]:
    texts: list[str] = []
    for share, outcome in branches:  # type: ignore[misc]
        if isinstance(outcome, list):
            texts += _outcomes(outcome, chance * share)
        else:
            texts.append(f"{outcome}: {round(chance * share, 12)}")
    return texts


@pytest.mark.parametrize(("months", "best"), [(36, "service"), (60, "own")])
def test_to_own_or_to_rent_depends_on_the_horizon(months: int, best: str) -> None:
    """The outside case: the service wins over three years, owning over five."""
    found = choose(own_or_service(months), ["x"], trials=1)
    assert found.alternatives[found.recommended.best].key == best


def test_odds_and_information_of_two_normal_costs() -> None:
    """Costs N(1000, 60) and N(1030, 80): a lead of mean 30 and deviation 100, within 3 standard errors."""
    portfolio = one_initiative(
        priced("a", "Normal(1000, 60)"), priced("b", "Normal(1030, 80)"), own=settings(sampling="random")
    )
    found = choose(portfolio, ["x"], trials=4000, seed=5)
    chance = norm.cdf(0.3)
    assert abs(found.best_odds[0] - chance) < 3 * np.sqrt(chance * (1 - chance) / 4000)
    assert found.beats[0, 1] == pytest.approx(found.best_odds[0])
    assert abs(found.evpi.value - (100 * norm.pdf(0.3) - 30 * norm.cdf(-0.3))) < 3 * found.evpi.error
    assert found.regret.min() == pytest.approx(found.evpi.value)
    assert found.recommended.lead is not None
    assert abs(found.recommended.lead.value - 30) < 3 * found.recommended.lead.error


def test_dominance_is_found() -> None:
    """Ten cheaper in every future dominates by first order; the same mean without the risk by second order alone."""
    portfolio = one_initiative(
        priced("a", 90), priced("sure", 100), priced("risky", "Discrete(50: 0.5, 150: 0.5)"), priced("none", 100)
    )
    found = choose(portfolio, ["x"])
    assert found.first_order[0].tolist() == [False, True, False, True]
    assert found.second_order[1].tolist() == [False, False, True, False]


def test_the_attitude_changes_the_recommendation() -> None:
    """A chance of 10 % to lose 600, or 100 for sure: the mean prefers the gamble, who shuns risk the sure loss."""
    portfolio = one_initiative(priced("gamble", "Discrete(0: 0.9, 600: 0.1)"), priced("sure", 100))
    found = choose(portfolio, ["x"], attitude=Attitude("cvar"))
    assert [found.alternatives[one].key for one in found.recommended.order] == ["sure", "gamble"]
    assert found.recommended.equivalents == pytest.approx((-300, -100))
    neutral = found.under(Attitude())
    assert neutral.best == 0
    assert neutral.lead is not None
    assert neutral.lead.value == pytest.approx(40)


def test_staffing_hits_the_others() -> None:
    """Built, X keeps Y's people for 6 of its months: Y launches at 9 instead of 3, and 6 x 100 are not earned."""
    build, buy = choose(shared_team(), ["x"], trials=4).cards
    assert build.others_delay.value == pytest.approx(6)
    assert build.others_value.value == pytest.approx(-600)
    assert [(hit.initiative, hit.launched) for hit in build.hits] == [("y", 0)]
    assert (buy.others_delay.value, buy.others_value.value, buy.hits) == (0, 0, ())
    (need,) = build.people
    assert (need.team, need.person_months, need.peak_fte) == ("team", pytest.approx(24), pytest.approx(4))
    assert buy.people == ()
    assert build.launches[0].months.p80 == pytest.approx(6)


def test_what_ties_is_added_up() -> None:
    """A year of 120 promised and of 10 a month, then 60 to leave; what is built is owed to nobody."""
    build, buy = choose(shared_team(), ["x"], trials=4).cards
    assert (buy.lock_in.exit, buy.lock_in.guaranteed, buy.lock_in.recurring) == pytest.approx((60, 120, 120))
    assert build.lock_in.total == 0
    assert buy.own_cost.mean == pytest.approx(500 + 60 + 120 + 120)


def test_an_alternative_is_the_forecast_of_the_plan_that_takes_it() -> None:
    """Bit for bit; under a scenario, and with the option that the plan does not take now."""
    portfolio = example_portfolio()
    found = choose(portfolio, ["atlas"], scenario="lean", trials=300, seed=3)
    whole = forecast(portfolio, "lean-partner", trials=300, seed=3)
    assert np.array_equal(found.values[:, 1], whole.figures.value.values)
    assert found.present == 0
    assert found.grid[0, 50] == pytest.approx(np.median(found.values[:, 0]))
    assert found.fan.shape == (2, 4, 60)


def test_combinations_of_several_initiatives() -> None:
    """Two options of Atlas, one of Beacon, each also unfunded: six, and the plan's own is known among them."""
    found = choose(example_portfolio(), ["atlas", "beacon"], with_none=True, trials=50)
    keys = [alternative.key for alternative in found.alternatives]
    assert keys[:3] == ["atlas-build+beacon-buy", "atlas-build+no-beacon", "atlas-partner+beacon-buy"]
    assert len(keys) == 6
    assert found.present == 0
    assert found.alternatives[5].option_of("beacon") is None
    assert [launch.initiative for launch in found.cards[1].launches] == ["atlas"]


def test_an_answer_can_be_sent() -> None:
    """Between processes, with the values of every trial."""
    found = choose(shared_team(), ["x"], trials=3)
    again = pickle.loads(pickle.dumps(found))
    assert again.cards == found.cards
    assert np.array_equal(again.values, found.values)


def test_what_the_plan_cannot_have_is_left_out_with_the_reason() -> None:
    """X and Y exclude each other: only the combinations that leave one of them out are tried."""
    portfolio = shared_team()
    x = msgspec.structs.replace(portfolio.initiatives[0], excludes=("y",), selected=None)
    portfolio = msgspec.structs.replace(portfolio, initiatives=(x, portfolio.initiatives[1]))
    found = choose(portfolio, ["x", "y"], with_none=True, trials=2)
    assert len(found.cards) == 4
    assert [alternative.key for alternative, _ in found.refused] == ["x-build+y-build", "x-buy+y-build"]
    assert all("excludes" in reason for _, reason in found.refused)
    with pytest.raises(PortfolioError, match="excludes"):
        choose(portfolio, ["x"], trials=2)


def test_an_initiative_that_others_wait_for_is_worth_what_they_are() -> None:
    """Y waits for X's launch, so that X, worth nothing itself, brings Y's 12 months of 100 less its people."""
    portfolio = shared_team()
    y = portfolio.initiatives[1]
    waiting = msgspec.structs.replace(
        y,
        options=(
            msgspec.structs.replace(
                y.options[0], stages=(msgspec.structs.replace(y.options[0].stages[0], after=after("x")),)
            ),
        ),
    )
    portfolio = msgspec.structs.replace(portfolio, initiatives=(portfolio.initiatives[0], waiting))
    build, buy = choose(portfolio, ["x"], trials=2).cards
    assert buy.hits[0].launched == 1
    assert buy.others_value.value == pytest.approx(21 * 100 - 3 * 4 * 10)
    assert build.others_value.value == pytest.approx(15 * 100 - 3 * 4 * 10)


def test_an_acquisition_is_a_purchase_with_integration_and_a_risk_that_people_leave() -> None:
    """Price 500 at the closing, 3 months of integration by 2 people, 9 months of 100 of sales.

    With a chance of 40 % key people leave, which halves the sales: 1,000 trials hold exactly 400 such futures.
    """
    acquire = Option(
        id="acquire",
        kind="buy",
        stages=(
            Stage(id="close", duration=q(0), external_cost=q(500), capitalised=1.0),
            Stage(id="integrate", duration=q(3), crew=shared_team().initiatives[0].options[0].stages[0].crew),
        ),
        benefits=priced("acquire", 0, earns=1200).benefits,
        exit_cost=q(70),
    )
    leave = Risk(
        id="leave",
        name="Key people leave",
        probability=q(0.4),
        targets=("benefit:acquire-sales",),
        impact=Impact(benefit_factor=q(0.5)),
    )
    portfolio = one_initiative(acquire, risks=(leave,), teams=shared_team().teams)
    (card,) = choose(portfolio, ["x"]).cards
    assert card.own_value.mean == pytest.approx(0.6 * 900 + 0.4 * 450 - 500 - 3 * 4 * 10)
    assert (card.own_value.p10, card.own_value.p90) == pytest.approx((450 - 620, 900 - 620))
    assert card.lock_in.exit == 70
    assert card.people[0].person_months == pytest.approx(12)


def test_too_many_combinations_are_refused() -> None:
    """Three options or none, for two more initiatives than can be compared by eye."""
    options = [priced(name, 1) for name in "abc"]
    portfolio = one_initiative(*options)
    others = [
        msgspec.structs.replace(
            portfolio.initiatives[0],
            id=f"x{number}",
            selected=None,
            options=tuple(priced(f"{name}{number}", 1) for name in "abc"),
        )
        for number in range(3)
    ]
    portfolio = msgspec.structs.replace(portfolio, initiatives=(*portfolio.initiatives, *others))
    with pytest.raises(ValueError, match=r"3 x 3 x 3 x 3 = 81 combinations are too many"):
        choose(portfolio, ["x", "x0", "x1", "x2"])


@pytest.mark.parametrize(
    ("names", "reason"), [((), "one or more"), (("x", "x"), "each once"), (("y",), 'no initiative "y"')]
)
def test_initiatives_that_cannot_be_compared_are_refused(names: tuple[str, ...], reason: str) -> None:
    """Nothing, twice the same, and what is not there."""
    with pytest.raises(ValueError, match=reason):
        choose(one_initiative(priced("a", 1)), names)


def test_errors_of_the_plan_are_told_before_anything_is_tried() -> None:
    """A scenario that hits nothing cannot be looked at."""
    scenario = Scenario(id="s", name="S", overrides=(Override(target="team:nobody.headcount", value=3),))
    with pytest.raises(PortfolioError, match="nobody"):
        choose(one_initiative(priced("a", 1), scenarios=(scenario,)), ["x"], scenario="s")


def test_steps_are_told_and_a_flag_ends_the_study() -> None:
    """The plan without X, then each alternative by name; a flag set at the first step ends it there."""
    heard: list[StepDone] = []
    choose(shared_team(), ["x"], trials=2, telling=heard.append)
    assert [(step.done, step.total, step.what) for step in heard] == [
        (1, 3, "without them"),
        (2, 3, "Build"),
        (3, 3, "X-Buy"),
    ]
    stop = threading.Event()
    with pytest.raises(Cancelled):
        choose(shared_team(), ["x"], trials=2, telling=lambda _: stop.set(), cancel=stop)
