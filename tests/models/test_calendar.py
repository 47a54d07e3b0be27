"""Months and fiscal periods: hand-counted calendars first, then properties over all of them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calendar import (
    date_at,
    fiscal_year,
    month_at,
    month_index,
    month_label,
    parse_period,
    period_name,
    period_of_month,
    period_weights,
)
from models.portfolio import FiscalCalendar, Settings

MONTHS = st.builds("{:04d}-{:02d}".format, st.integers(1990, 2080), st.integers(1, 12))
CALENDARS = st.builds(
    FiscalCalendar,
    first_month=st.integers(1, 12),
    label_by=st.sampled_from(["start", "end"]),
    quarters=st.sampled_from(["calendar", "4-4-5"]),
)


def settings(start: str = "2027-01", **fiscal: object) -> Settings:
    return Settings(start=start, fiscal=FiscalCalendar(**fiscal))


def test_months_count_across_years() -> None:
    """March 2027 is 14 months after January 2026, and back."""
    assert month_index("2026-01", "2027-03") == 14
    assert month_at("2026-01", 14) == "2027-03"
    assert month_index("2027-03", "2026-01") == -14
    assert month_label("2027-03") == "Mar 2027"


@given(MONTHS, st.integers(-200, 600))
def test_month_and_index_round_trip(start: str, index: int) -> None:
    """Going n months on and counting them gives n."""
    assert month_index(start, month_at(start, index)) == index


@pytest.mark.parametrize("text", ["2027-13", "2027-00", "27-03", "2027-3", "", "March", "2027-03-01", "٢٠٢٧-03"])
def test_what_is_no_month_is_refused_with_an_example(text: str) -> None:
    """The message shows the form that would be right."""
    with pytest.raises(ValueError, match="such as 2027-03"):
        month_index("2027-01", text)


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (0.0, date(2027, 1, 1)),
        (0.5, date(2027, 1, 16)),  # half of 31 days is 15.5: the 16th day
        (1.0, date(2027, 2, 1)),
        (2.0 - 1e-12, date(2027, 3, 1)),  # a rounding error short of March
        (13.999, date(2028, 2, 29)),  # a leap year's last day
        (-0.5, date(2026, 12, 16)),
    ],
)
def test_an_instant_falls_on_a_day(months: float, expected: date) -> None:
    """Instants are spread over the days of their month."""
    assert date_at("2027-01", months) == expected


@pytest.mark.parametrize("months", [float("nan"), float("inf"), -1e9])
def test_no_date_for_what_is_not_finite_or_out_of_range(months: float) -> None:
    """NaN, infinity and years before 1 raise ValueError, not something of the library's."""
    with pytest.raises(ValueError):
        date_at("2027-01", months)


def test_fiscal_year_from_april_is_named_by_its_end() -> None:
    """March 2027 ends FY27, April 2027 begins FY28; named by the start they are FY26 and FY27."""
    by_end = settings("2027-03", first_month=4)
    assert [period_of_month(by_end, index) for index in (0, 1)] == ["FY27", "FY28"]
    by_start = settings("2027-03", first_month=4, label_by="start")
    assert [period_of_month(by_start, index) for index in (0, 1)] == ["FY26", "FY27"]
    assert period_of_month(by_end, 0, "quarter") == "FY27-Q4"


def test_calendar_year_has_one_name() -> None:
    """A fiscal year that is the calendar year starts and ends in the same one."""
    for label_by in ("start", "end"):
        assert fiscal_year(settings(first_month=1, label_by=label_by), 0) == 2027


def test_periods_parse_to_their_months() -> None:
    """From April 2027 named by the end: FY28 is months 0 to 11, its third quarter 6 to 8; long years work too."""
    own = settings("2027-04", first_month=4)
    assert parse_period(own, "FY28") == (0, 11)
    assert parse_period(own, "fy2028") == (0, 11)
    assert parse_period(own, "FY28-Q3") == (6, 8)
    assert parse_period(own, "FY27-Q4") == (-3, -1)


@pytest.mark.parametrize(
    ("text", "name"),
    [("FY28", "FY28"), ("fy2028", "FY28"), (" fy28-q3 ", "FY28-Q3"), ("FY2027-Q4", "FY27-Q4"), ("FY2145", "FY2145")],
)
def test_a_period_has_one_name_however_it_is_written(text: str, name: str) -> None:
    """FY45 would be 2045: the hundred years that two digits can mean end in 2106."""
    own = settings("2027-04", first_month=4)
    assert period_name(own, text) == name
    assert parse_period(own, name) == parse_period(own, text)


@pytest.mark.parametrize("text", ["FY", "2027", "FY27-Q5", "FY27Q1", "Q1", "", "FY27-P01", "FY270"])
def test_what_is_no_period_is_refused_with_an_example(text: str) -> None:
    """The message shows both forms."""
    with pytest.raises(ValueError, match="FY27-Q2"):
        parse_period(settings(), text)


@given(MONTHS, CALENDARS, st.integers(0, 599), st.sampled_from(["year", "quarter"]))
def test_the_period_of_a_month_holds_it(start: str, fiscal: FiscalCalendar, index: int, grain: str) -> None:
    """Naming a month's period and parsing the name leads back to months around it."""
    own = Settings(start=start, fiscal=fiscal)
    first, last = parse_period(own, period_of_month(own, index, grain))
    assert first <= index <= last
    assert last - first == (11 if grain == "year" else 2)


@given(MONTHS, CALENDARS, st.integers(1, 80), st.sampled_from(["year", "quarter", "period"]))
def test_shares_give_every_month_away_exactly_once(start: str, fiscal: FiscalCalendar, months: int, grain: str) -> None:
    """No money is lost or counted twice: the shares of a month add up to 1, in every convention."""
    totals = [0.0] * months
    for period in period_weights(Settings(start=start, fiscal=fiscal), months, grain):
        for index, share in period.months:
            totals[index] += share
    assert totals == pytest.approx([1.0] * months, abs=1e-12)


def test_calendar_periods_are_whole_months() -> None:
    """With calendar quarters each accounting period is one month, and each quarter three, with share 1."""
    own = settings()
    assert [period.months for period in period_weights(own, 3, "period")] == [((0, 1.0),), ((1, 1.0),), ((2, 1.0),)]
    assert period_weights(own, 12)[1].months == ((3, 1.0), (4, 1.0), (5, 1.0))


def test_445_periods_are_4_4_and_5_of_13_weeks() -> None:
    """In months: 12/13, 12/13 and 15/13; the second takes 1/13 of the first month and 11/13 of the second."""
    first, second, third = period_weights(settings(quarters="4-4-5"), 3, "period")
    assert first.label == "FY27-P01"
    assert first.months == ((0, pytest.approx(12 / 13)),)
    assert second.months == ((0, pytest.approx(1 / 13)), (1, pytest.approx(11 / 13)))
    assert third.months == ((1, pytest.approx(2 / 13)), (2, 1.0))


def test_a_period_cut_by_the_horizon_has_only_its_months_inside() -> None:
    """Starting in February with 3 months: two months of the first quarter and one of the second."""
    quarters = period_weights(settings("2027-02"), 3)
    assert [(period.label, [index for index, _ in period.months]) for period in quarters] == [
        ("FY27-Q1", [0, 1]),
        ("FY27-Q2", [2]),
    ]
    assert period_weights(settings(), 0) == ()


def test_445_period_of_a_month_is_the_one_in_which_it_begins() -> None:
    """Month 1 begins at instant 1, after the first 12/13 of a month: in P02, as does month 2 (24/13 < 2): in P03."""
    own = settings(quarters="4-4-5")
    assert [period_of_month(own, index, "period") for index in (0, 1, 2, 3)] == [
        "FY27-P01",
        "FY27-P02",
        "FY27-P03",
        "FY27-P04",
    ]
