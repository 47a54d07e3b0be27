"""A choice in plain words: every sentence has its reason in the figures."""

from __future__ import annotations

import subprocess
import sys

import pytest

from models.risk import Driver
from simulation.decide.choose.attitude import Attitude
from simulation.decide.choose.options import choose
from simulation.decide.choose.switches import Lever
from simulation.decide.choose.switching import switch_points
from simulation.decide.choose.wording import Style, amount_words, in_words
from tests.choices import one_initiative, priced, q, settings, shared_team

STYLE = Style(lambda amount: f"{amount:,.0f} EUR", lambda chance: f"{chance * 100:.0f} %")


def test_the_paragraph_of_a_plain_case() -> None:
    """Buying costs 300, building 200 to 800: 500 on average, less than 300 in a sixth of the futures.

    Regret of buying: 50 on average in that sixth.  Building switches at 300, buying for 500.
    """
    portfolio = one_initiative(priced("buy", 300, kind="buy", exit_cost=q(40)), priced("build", "Uniform(200, 800)"))
    found = choose(portfolio, ["x"])
    points = switch_points(portfolio, ["x"], most_terms=0)
    assert in_words(found, STYLE, switches=points) == (
        '"Buy" is the best of 2 ways, judged by the mean over all futures: the portfolio is worth -300 EUR with it, '
        '200 EUR (± 5 EUR) more than with "Build", the next best.',
        'It is the best in 83 % of the futures, and beats "Build" in 83 %.',
        "Whoever would rather avoid risk prefers it to all others (second-order dominance).",
        'What would change the choice first is X: Build, up front cost: below 300 EUR "Build" is the best '
        "(the plan has 500 EUR), which has a chance of 17 %.",
        "It needs up to 300 EUR of funding for the portfolio (80 % chance); leaving it costs 40 EUR.",
        "To know the future before choosing would be worth 8 EUR (± 1 EUR) on average; "
        "no pilot, test or study is worth more than that.",
    )


def test_caution_is_told_where_it_decides() -> None:
    """The mean prefers the gamble by 40; the worst fifth prefers the sure loss by 200."""
    portfolio = one_initiative(priced("gamble", "Discrete(0: 0.9, 600: 0.1)"), priced("sure", 100))
    found = choose(portfolio, ["x"])
    told = " ".join(in_words(found, STYLE, attitude=Attitude("cvar")))
    assert told.startswith('"Sure" is the best of 2 ways, judged by the mean of the worst 20 % of the futures')
    assert 'On average "Gamble" is worth 40 EUR more; it is its risk that decides.' in told
    assert "it is its risk" not in " ".join(in_words(found, STYLE))


@pytest.mark.parametrize(
    ("attitude", "words"),
    [
        (Attitude("percentile"), "the value that is reached with 80 % chance"),
        (Attitude("utility", tolerance=500.0), "with a risk tolerance of 500 EUR"),
    ],
)
def test_the_attitude_is_named(attitude: Attitude, words: str) -> None:
    """What is compared is said with the comparison."""
    portfolio = one_initiative(priced("a", 1), priced("b", 2))
    assert words in in_words(choose(portfolio, ["x"], attitude=attitude, trials=10), STYLE)[0]


def test_a_lead_by_chance_is_called_one() -> None:
    """Two equal costs of their own: the lead of one over the other in 100 futures means nothing."""
    portfolio = one_initiative(
        priced("a", "Normal(100, 20)"), priced("b", "Normal(100, 20)"), own=settings(sampling="random")
    )
    assert "may be chance: 100 futures" in in_words(choose(portfolio, ["x"], trials=100), STYLE)[0]


def test_what_an_alternative_does_to_others_is_told() -> None:
    """Bought, X leaves Y alone; built, it takes 600 from it and delays it by 6 months."""
    found = choose(shared_team(), ["x"], trials=4)
    told = in_words(found, STYLE)
    assert told[0].startswith('"Build" is the best')
    assert "24 person-months of 1 team;" in " ".join(told)
    assert (
        "It takes 600 EUR from the other initiatives and delays them by 6.0 months on average, "
        "against leaving it out altogether."
    ) in told


def test_a_choice_that_nothing_changes() -> None:
    """One way is never better than the other, whatever the market does."""
    drivers = (Driver(id="m", name="M", value=q("Uniform(0.5, 1.5)"), targets=("benefit:a-sales.amounts[1]",)),)
    portfolio = one_initiative(priced("a", 0, earns=200), priced("b", 10), drivers=drivers)
    told = in_words(choose(portfolio, ["x"]), STYLE, switches=switch_points(portfolio, ["x"], most_terms=0))
    assert "At every level of chance it gives at least as much as any other (first-order dominance)." in told
    assert (
        "Within the range that was searched, the input that matters most does not change the choice by itself." in told
    )
    assert "In no future would another choice have been better, so there is nothing worth finding out first." in told
    assert any(sentence.endswith("leaving it later costs nothing.") for sentence in told)


def test_a_single_way_is_no_choice() -> None:
    """It is said, and nothing is compared."""
    told = in_words(choose(one_initiative(priced("a", 5)), ["x"], trials=3), STYLE)
    assert (
        told[0]
        == '"A" is the only way that was compared; by the mean over all futures the portfolio is worth -5 EUR with it.'
    )
    assert len(told) == 2


@pytest.mark.parametrize(
    ("value", "unit", "whole", "words"),
    [
        (0.125, "share", False, "12.5 %"),
        (0.02, "share/month", False, "2 % a month"),
        (4200.0, "money/month", False, "4,200 EUR a month"),
        (3.14159, "months", False, "3.14 months"),
        (44.0, "months", True, "44 months"),
        (34440.6, "units/year", False, "34,441 units a year"),
        (1.2, "factor", False, "1.2"),
        (1.2, "", False, "1.2"),
    ],
)
def test_amounts_are_written_with_their_unit(value: float, unit: str, whole: bool, words: str) -> None:
    """As people say them."""
    lever = Lever("a.b", "A", unit, 1.0, 0.0, 2.0, is_certain=True, is_whole=whole)
    assert amount_words(value, lever, STYLE) == words


def test_an_answer_is_held_and_told_without_the_engine() -> None:
    """A window's process need not load what computes: neither the compiler nor the statistics."""
    program = (
        "import sys, simulation.decide.choose.wording, simulation.decide.choose.scoring;"
        "print([name for name in sys.modules if name in ('numba', 'simpy', 'scipy.stats')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
