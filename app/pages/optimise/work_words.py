"""What was found of the order of work, the cut line and hires, as rows of cells and sentences.  No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from app.charts.curves import Curve
from app.charts.ranked import Ranked
from app.pages.optimise.sayings import Named, gain_cell, gain_words, is_sure, signed_money
from app.tables.figures import Cell, Row, Tone
from app.wording import count, fte, money, money_error, share

if TYPE_CHECKING:
    from simulation.decide.optimise.cutline import CutLine
    from simulation.decide.optimise.hiring import Advice
    from simulation.decide.optimise.ordering import Ordered


# The order.


def order_headline(found: Ordered, currency: str) -> str:
    """What the order is worth."""
    if found.order == found.before:
        return "No better order was found: the ranks as they stand are kept."
    gain = found.gain
    if not is_sure(gain.value):
        return (
            f"An order was found that seemed better, but fresh futures do not confirm it: {gain_words(gain, currency)}."
        )
    return f"The same initiatives in this order: {gain_words(gain, currency)}."


ORDER_HEADER: Final = ("Initiative", "Rank now", "Rank proposed", "Moves")


def order_rows(found: Ordered, named: Named) -> list[Row]:
    """The funded initiatives in the proposed order."""
    now = {name: place for place, name in enumerate(found.before, 1)}
    rows: list[Row] = []
    for place, name in enumerate(found.order, 1):
        moved = now[name] - place
        arrow = f"▲ {moved}" if moved > 0 else f"▼ {-moved}" if moved < 0 else ""
        rows.append([named(name), str(now[name]), str(place), Cell(arrow, "good" if moved > 0 else "muted")])
    return rows


RULE_HEADER: Final = ("Known rule", "Value, mean", "Against the plan")


def rule_rows(found: Ordered, currency: str) -> list[Row]:
    """What each known rule's order is worth in the few futures of the search."""
    return [
        [Cell(one.rule, strong=one.rule == found.start), money(one.value, currency), signed_money(one.gain, currency)]
        for one in sorted(found.rules, key=lambda one: -one.value)
    ]


def order_notes(found: Ordered) -> str:
    """How the order was found."""
    return (
        f"Set out from “{found.start}”; {count(found.evaluations, 'further order')} tried. What it is worth is told "
        f"from {count(found.trials, 'fresh future')}, for a search finds some of its gain by chance. It is the best "
        "that was found, not proven to be the best there is."
    )


def order_curve(found: Ordered) -> list[Curve]:
    """The gain found so far, over the orders tried; steps, and level to the end."""
    tried, gains = [0.0], [0.0]
    for number, gain in found.history:
        tried += [float(number), float(number)]
        gains += [gains[-1], gain]
    tried.append(float(max(found.evaluations, 1)))
    gains.append(gains[-1])
    return [Curve("best so far", np.array(tried), np.array(gains))]


# The cut line.


CUT_HEADER: Final = ("Rank", "Funded down to", "P(fits)", "Value", "± error", "Cost of all above", "")


def cut_rows(found: CutLine, named: Named, currency: str) -> list[Row]:
    """A row for each initiative by rank, with the line marked."""
    rows: list[Row] = []
    for number, one in enumerate(found.prefixes, 1):
        above = number <= found.kept
        mark = "last above the line" if number == found.kept else "" if above else "below the line"
        tone: Tone = "" if above else "muted"
        texts = (
            named(one.last),
            share(one.chance),
            money(one.value.value, currency),
            money_error(one.value.error, currency),
            money(one.cost.value, currency),
            mark,
        )
        rows.append([Cell(str(number), tone), *(Cell(text, tone, number == found.kept) for text in texts)])
    return rows


def cut_headline(found: CutLine, named: Named, currency: str) -> str:
    """Where the line is."""
    total = len(found.prefixes)
    if not total:
        return "Nothing is funded, so there is no line to draw."
    if not found.kept:
        return f"Not even the first of {count(total, 'initiative')} fits with a chance of {share(found.confidence)}."
    if found.kept == total:
        return (
            f"The money reaches all {count(total, 'initiative')} with a chance of at least {share(found.confidence)}."
        )
    last = found.prefixes[found.kept - 1]
    return (
        f"The money reaches {found.kept} of {count(total, 'initiative')}, down to {named(last.last)}, with a chance of "
        f"at least {share(found.confidence)}; they are worth {money(last.value.value, currency)}."
    )


# Hires.

HIRE_HEADER: Final = ("Team", "Who", "People", "Value gained", "± error", "P(better)", "Costs", "Verdict")

_TONES: Final[dict[str, Tone]] = {"pays": "good", "does not pay": "bad", "cannot be told": "muted"}


def hire_rows(found: tuple[Advice, ...], named: Named, currency: str) -> list[Row]:
    """A row for each hire and each team's one person more."""
    return [
        [
            named(one.team),
            _who(one, named),
            fte(one.people),
            gain_cell(one.gain.value, currency),
            money_error(one.gain.value.error, currency),
            share(one.gain.p_better),
            Cell(money(one.cost.value, currency), tip=money_error(one.cost.error, currency)),
            Cell(one.verdict, _TONES[one.verdict]),
        ]
        for one in found
    ]


def hire_bars(found: tuple[Advice, ...], named: Named) -> list[Ranked]:
    """The value gained by each."""
    return [
        Ranked(f"{named(one.team)} · {_who(one, named)}", (one.gain.value.value,), (one.gain.value.error,))
        for one in found
    ]


def hire_headline(found: tuple[Advice, ...], named: Named, currency: str) -> str:
    """Which hire pays most."""
    if not found:
        return "There are no teams yet; add them on the Teams page."
    paying = [one for one in found if one.verdict == "pays"]
    if not paying:
        return "No hire clearly pays: nobody more is worth more than they cost, as far as chance lets tell."
    first = paying[0]
    planned = [one for one in found if one.hire is not None and one.verdict == "does not pay"]
    rest = f" {count(len(planned), 'planned hire')} would better be left." if planned else ""
    return (
        f"What pays most for each person: {named(first.team)}, {_in_sentence(_who(first, named))}: "
        f"{signed_money(first.gain.value.value, currency)} {money_error(first.gain.value.error, currency)} after its "
        f"cost.{rest}"
    )


def _who(one: Advice, named: Named) -> str:
    return "One more from the start" if one.hire is None else f"Planned hire {named(one.hire)}"


def _in_sentence(text: str) -> str:
    return text[:1].lower() + text[1:]
