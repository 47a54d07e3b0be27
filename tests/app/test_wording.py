"""Figures in words: one form for the terminal, the window and the reports."""

import math

import pytest

from app import wording


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0.0, "0 €"),
        (420.4, "420 €"),
        (-0.2, "0 €"),  # what rounds to nothing has no sign
        (4_100.0, "4.1 k €"),
        (412_000.0, "412 k €"),
        (4_100_000.0, "4.1 M €"),
        (-4_149_000.0, "-4.1 M €"),
        (12_340_000.0, "12.3 M €"),
        (99_960_000.0, "100 M €"),  # rounds up past the last decimal
        (999.6, "1.0 k €"),  # rounds up into the next scale
        (999_960.0, "1.0 M €"),
        (2.5e9, "2.5 bn €"),
        (4.2e12, "4,200 bn €"),
        (math.nan, "–"),
        (math.inf, "–"),
    ],
)
def test_money_has_two_to_three_figures_and_a_scale(amount: float, text: str) -> None:
    assert wording.money(amount, "EUR") == text


def test_a_currency_without_a_sign_goes_by_its_code() -> None:
    assert wording.money(1_500.0, "SEK") == "1.5 k SEK"
    assert wording.money(1_500.0, "USD") == "1.5 k $"


def test_a_standard_error_of_money_is_marked_as_one() -> None:
    assert wording.money_error(30_400.0, "EUR") == "± 30.4 k €"
    assert wording.money_error(math.nan, "EUR") == "–"


@pytest.mark.parametrize(
    ("probability", "text"),
    [
        (0.0, "0 %"),
        (0.0001, "<1 %"),  # seldom is not never
        (0.0051, "1 %"),
        (0.712, "71 %"),
        (0.9951, ">99 %"),
        (1.0, "100 %"),
        (math.nan, "–"),
    ],
)
def test_only_never_and_always_are_0_and_100_per_cent(probability: float, text: str) -> None:
    assert wording.share(probability) == text


@pytest.mark.parametrize(
    ("months", "text"),
    [
        (0.0, "Jan 2027"),
        (2.3, "Mar 2027"),
        (3.0, "Mar 2027"),  # 1 April, 00:00, is the end of March
        (3.0 + 1e-12, "Mar 2027"),  # and stays so after a rounding error
        (3.001, "Apr 2027"),
        (13.5, "Feb 2028"),
        (math.inf, "–"),
        (math.nan, "–"),
    ],
)
def test_an_end_belongs_to_the_month_that_it_completes(months: float, text: str) -> None:
    assert wording.month("2027-01", months) == text


def test_durations_and_people() -> None:
    assert [wording.months(value) for value in (1.0, 14.23, 0.04)] == ["1 month", "14.2 months", "0 months"]
    assert wording.fte(3.24) == "3.2 FTE"
    assert wording.load(1.043) == "104 %"
    assert wording.fte(math.nan) == wording.months(math.nan) == wording.load(math.nan) == "–"


def test_the_safe_figure_of_value_is_written_out() -> None:
    assert wording.chance_of_at_least(0.8, 4_100_000.0, "EUR") == "80 % chance of at least 4.1 M €"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.0, "0 s"), (11.2, "12 s"), (59.5, "1 min"), (180.0, "3 min"), (7500.0, "2 h 5 min"), (math.nan, "")],
)
def test_time_left_is_rounded_up(seconds: float, text: str) -> None:
    assert wording.time_left(seconds) == text


def test_counts_agree_with_their_noun() -> None:
    assert wording.count(1, "error") == "1 error"
    assert wording.count(10_000, "trial") == "10,000 trials"
    assert wording.count(2, "FTE", "FTE") == "2 FTE"


def test_rates_and_errors_of_shares() -> None:
    assert wording.rate(0.1249) == "12.5 %"
    assert wording.share_error(0.0046) == "± 0.5 %"
    assert wording.share_error(0.0004) == "± <0.1 %"
    assert wording.share_error(0.0) == "± 0.0 %"
    assert wording.rate(math.nan) == wording.share_error(math.nan) == wording.share_error(None) == "–"


@pytest.mark.parametrize(
    ("difference", "text"),
    [(0.25, "+25 points"), (-0.071, "-7.1 points"), (0.004, "+0.4 points"), (-0.0001, "0 points"), (math.nan, "–")],
)
def test_differences_of_odds_are_points(difference: float, text: str) -> None:
    """Small ones to a tenth, so that what is there is not said to be nothing; nothing has no sign."""
    assert wording.points(difference) == text


def test_an_error_that_is_not_known_is_not_written() -> None:
    assert wording.plus_minus(0.254, 2, "months") == "± 0.25 months"
    assert wording.plus_minus(0.254, 1) == "± 0.3"
    assert wording.plus_minus(math.nan, 2, "months") == "–"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1_234_567.0, "1,234,567"),  # and not 1.235e+06
        (9_999.7, "10,000"),
        (999.96, "1,000"),
        (-41.0 / 3.0, "-13.67"),
        (0.0, "0"),
        (math.nan, "–"),
    ],
)
def test_plain_numbers_have_four_figures_and_all_before_the_point(value: float, text: str) -> None:
    assert wording.plain_number(value) == text
