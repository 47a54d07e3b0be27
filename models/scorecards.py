"""Edits of scorecards: a criterion added to an initiative's scorecard, an option judged by it.

Weights and names are fields like any other (``models.edits.set_field``), criteria are removed like any record.
"""

import msgspec

from models.address import closest
from models.edits import EditError, add_record, fresh_id
from models.initiative import Initiative
from models.portfolio import Portfolio
from models.scorecard import Criterion, Score, Scorecard
from models.walk import find, replace_at

MOST_POINTS = 10.0


def scorecard_of(portfolio: Portfolio, initiative: str) -> Scorecard | None:
    """The scorecard that judges an initiative's options, the first of several; None where there is none."""
    return next((card for card in portfolio.scorecards if card.initiative == initiative), None)


def add_criterion(portfolio: Portfolio, initiative: str, name: str, weight: float = 1.0) -> Portfolio:
    """The portfolio with one more criterion for an initiative, whose scorecard is made where there is none.

    Raises
    ------
    EditError
        If there is no such initiative.
    """
    _initiative(portfolio, initiative)
    card = scorecard_of(portfolio, initiative)
    if card is None:
        card = Scorecard(id=fresh_id(portfolio, "scorecard", initiative), initiative=initiative)
        portfolio = add_record(portfolio, "scorecard", card)
    criterion = Criterion(id=fresh_id(portfolio, "criterion", f"{initiative} {name}"), name=name, weight=weight)
    return add_record(portfolio, "criterion", criterion, card.id)


def set_points(portfolio: Portfolio, criterion: str, option: str, points: float | None) -> Portfolio:
    """The portfolio with an option judged by a criterion; None takes the judgement away.

    Raises
    ------
    EditError
        If there is no such criterion or option, or the points do not lie between 0 and 10.
    """
    try:
        located = find(portfolio, "criterion", criterion)
    except ValueError as error:
        raise EditError(str(error)) from error
    record, card = located.record, located.owners[-1].record
    assert isinstance(record, Criterion)
    assert isinstance(card, Scorecard)
    own = [one.id for one in _initiative(portfolio, card.initiative).options]
    if option not in own:
        raise EditError(f'"{card.initiative}" has no option "{option}"; {closest(option, own)}')
    if points is not None and not 0 <= points <= MOST_POINTS:
        raise EditError(f"{points:g} is impossible; write points from 0 to {MOST_POINTS:g}")
    given = {score.option: score for score in record.scores if score.option != option}
    if points is not None:
        given[option] = Score(option=option, points=float(points))
    ordered = tuple(given[name] for name in dict.fromkeys([*own, *given]) if name in given)
    return replace_at(portfolio, located.path, msgspec.structs.replace(record, scores=ordered))


def _initiative(portfolio: Portfolio, name: str) -> Initiative:
    known = {one.id: one for one in portfolio.initiatives}
    if name not in known:
        raise EditError(f'there is no initiative "{name}"; {closest(name, known)}')
    return known[name]
