"""A choice as rows of cells: odds, dominance, attitudes to risk, people, ties, and who else is hit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from app.pages.options.words import attitude_name, estimate_text
from app.tables.figures import Cell, Row, Tone
from app.wording import fte, money, money_error, plus_minus, points, share
from simulation.decide.choose.attitude import Attitude
from simulation.decide.choose.choice import Card, Choice, Recommendation
from simulation.decide.odds import Estimate

Rows: TypeAlias = list[Row]
Called: TypeAlias = Callable[[str], str]
"""What a record is called, by its id."""

_CLEAR: Final = 2.0
"""Standard errors from which a difference is no accident of the run."""

ODDS_HEADER: Final = ("Way", "Worth as judged", "Mean value", "P(best)", "Expected regret", "P(value > 0)", "80 % safe")


def odds(choice: Choice, found: Recommendation) -> Rows:
    """Every way, the best as judged first."""
    rows: Rows = []
    for place, number in enumerate(found.order):
        card = choice.cards[number]
        rows.append(
            [
                Cell(card.alternative.name, strong=place == 0),
                Cell(money(found.equivalents[number], choice.currency), strong=place == 0),
                Cell(money(card.value.mean, choice.currency), tip=money_error(card.value.error, choice.currency)),
                share(float(choice.best_odds[number])),
                money(float(choice.regret[number]), choice.currency),
                share(card.chance_positive),
                money(card.value.p20, choice.currency),
            ]
        )
    return rows


ATTITUDE_HEADER: Final = ("Judged by", "Best way", "Worth", "Lead over the next", "± error")


def attitudes(choice: Choice, asked: Sequence[Attitude], present: Attitude) -> Rows:
    """What each attitude to risk recommends, from the same futures; the one that is chosen stands out."""
    rows: Rows = []
    for attitude in asked:
        found = choice.under(attitude)
        own = attitude == present
        lead = ["", ""]
        if found.lead is not None:
            lead = [money(found.lead.value, choice.currency), money_error(found.lead.error, choice.currency)]
        cells = [
            attitude_name(attitude, choice.currency),
            choice.cards[found.best].alternative.name,
            money(found.equivalents[found.best], choice.currency),
            *lead,
        ]
        rows.append([Cell(text, strong=own) for text in cells])
    return rows


def beats_header(choice: Choice, shown: Sequence[int]) -> tuple[str, ...]:
    """Above the odds of each pair."""
    return ("Chance that this one", *(f"beats {choice.cards[number].alternative.name}" for number in shown))


def beats(choice: Choice, shown: Sequence[int]) -> Rows:
    """P(row is worth more than column)."""
    return [
        [
            choice.cards[one].alternative.name,
            *("" if one == other else share(float(choice.beats[one, other])) for other in shown),
        ]
        for one in shown
    ]


def dominance(choice: Choice, shown: Sequence[int]) -> Rows:
    """Which way dominates which."""
    return [[choice.cards[one].alternative.name, *(_dominates(choice, one, other) for other in shown)] for one in shown]


def dominance_header(choice: Choice, shown: Sequence[int]) -> tuple[str, ...]:
    """Above the dominance of each pair."""
    return ("This one", *(f"over {choice.cards[number].alternative.name}" for number in shown))


def _dominates(choice: Choice, one: int, other: int) -> Cell:
    if one == other:
        return Cell("")
    if choice.first_order[one, other]:
        return Cell(
            "first order", "good", strong=True, tip="Whatever is asked for, it is at least as likely to reach it"
        )
    if choice.second_order[one, other]:
        return Cell("second order", "good", tip="Everyone who would rather avoid risk prefers it")
    return Cell("no", "muted")


def people(choice: Choice, shown: Sequence[int], called: Called) -> Rows:
    """Person-months of each team, and its busiest month, under each way."""
    teams = dict.fromkeys(need.team for number in shown for need in choice.cards[number].people)
    rows: Rows = []
    for team in teams:
        needs = [{need.team: need for need in choice.cards[number].people}.get(team) for number in shown]
        rows.append(
            [
                called(team),
                *("" if one is None else f"{one.person_months:,.0f}, at most {fte(one.peak_fte_p80)}" for one in needs),
            ]
        )
    return rows


_TIES: Final[tuple[tuple[str, Callable[[Card], float]], ...]] = (
    ("To leave it: exit cost", lambda card: card.lock_in.exit),
    ("Minimum guarantee until then", lambda card: card.lock_in.guaranteed),
    ("Running cost owed until then", lambda card: card.lock_in.recurring),
    ("Together", lambda card: card.lock_in.total),
)


def ties(choice: Choice, shown: Sequence[int]) -> Rows:
    """What being tied costs under each way."""
    return [[words, *(money(read(choice.cards[number]), choice.currency) for number in shown)] for words, read in _TIES]


HITS_HEADER: Final = ("Initiative", "Value", "Launch", "P(launched)")


def hits(choice: Choice, number: int, called: Called) -> Rows:
    """What a way does to the other initiatives, against leaving the chosen ones out."""
    return [
        [
            called(hit.initiative),
            _signed(hit.value, estimate_text(hit.value, choice.currency), good_is_more=True),
            _signed(hit.delay_months, _months(hit.delay_months), good_is_more=False),
            points(hit.launched),
        ]
        for hit in choice.cards[number].hits
    ]


def names_header(first: str, choice: Choice, shown: Sequence[int]) -> tuple[str, ...]:
    """A heading, and the names of the ways."""
    return (first, *(choice.cards[number].alternative.name for number in shown))


def _signed(one: Estimate, text: str, *, good_is_more: bool) -> Cell:
    tone: Tone = ""
    if abs(one.value) > _CLEAR * one.error:
        tone = "good" if (one.value > 0) == good_is_more else "bad"
    return Cell(f"{'+' * (one.value > 0)}{text}", tone)


def _months(one: Estimate) -> str:
    return f"{one.value:.1f} months {plus_minus(one.error, 2)}"
