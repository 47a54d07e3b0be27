"""The charts of build, buy or partner look as they did, in both themes; see ``test_golden`` for how that is judged."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pytest
from PySide6.QtGui import QImage

from app.charts.frame import Chart
from app.pages.options.leverchart import LeverChart
from app.pages.options.mapchart import MapChart
from app.pages.options.tornadochart import OptionTornadoChart
from app.theme import DARK, LIGHT, Tokens
from simulation.decide.choose.attitude import EXPECTED
from simulation.decide.choose.choice import Alternative
from simulation.decide.choose.switches import Asked, Lever, LeverSearch, OptionBars, OptionTornado, Switch, SwitchMap
from tests.app.charts.test_golden import GOLDEN, TOLERANCE, distance, picture

PRICE: Final = Lever("option:buy.price", "Lumen: Buy, price", "money", 2e6, 0.0, 6e6, True, False)
DEMAND: Final = Lever("driver:demand.value", "Demand: value", "factor", 1.0, 0.5, 1.5, False, False)
NAMES: Final = ("Build", "Buy")


def asked() -> Asked:
    alternatives = tuple(Alternative((("x", name.lower()),), (name.lower(),), name) for name in NAMES)
    return Asked(("x",), None, alternatives, (), (3e6, 4e6), EXPECTED, 100, 1, "", "EUR")


def worth(price: np.ndarray, demand: np.ndarray) -> np.ndarray:
    """To build is worth 3 M times demand; to buy 6 M times the root of demand, less the price."""
    return np.stack(np.broadcast_arrays(3e6 * demand, 6e6 * np.sqrt(demand) - price), axis=-1)


def lever() -> Chart:
    """At a price of 3 M both are worth the same."""
    chart = LeverChart("Worth over the price")
    prices = np.linspace(0.0, 6e6, 5)
    found = LeverSearch(PRICE, prices, worth(prices, np.array(1.0)), (Switch(3e6, 1e5, 1, 0, None),))
    chart.show_search(found, NAMES, "EUR")
    return chart


def switch_map() -> Chart:
    chart = MapChart("Best way")
    rows, columns = np.linspace(0.0, 6e6, 65), np.linspace(0.5, 1.5, 65)
    fine = worth(rows[:, None], columns[None, :])
    margin = np.abs(fine[..., 0] - fine[..., 1])
    coarse = worth(rows[::16][:, None], columns[::16][None, :])
    chart.show_map(
        SwitchMap(
            asked(), PRICE, DEMAND, rows[::16], columns[::16], coarse, rows, columns, fine.argmax(axis=-1), margin
        )
    )
    return chart


def option_tornado() -> Chart:
    """A high price makes building the best; no demand that was tried does."""
    chart = OptionTornadoChart("What moves it")
    bars = (
        OptionBars(PRICE, np.array([3e6, 5.5e6]), np.array([3e6, 1e6])),
        OptionBars(DEMAND, np.array([2e6, 3.5e6]), np.array([4e6, 4.8e6])),
    )
    chart.show_tornado(OptionTornado(asked(), bars), 1)
    return chart


CHARTS: Final[dict[str, Callable[[], Chart]]] = {
    "lever": lever,
    "switch_map": switch_map,
    "option_tornado": option_tornado,
}


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda one: one.mode)
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_of_options_looks_as_it_did(shown: Callable[[Chart], Any], name: str, tokens: Tokens) -> None:
    now, path = picture(shown, CHARTS[name], tokens), GOLDEN / f"{name}-{tokens.mode}.png"
    if os.environ.get("FOLIOCAST_NEW_GOLDEN") and not path.exists():
        assert now.save(str(path))
    assert path.exists(), f"there is no picture {path.name}; FOLIOCAST_NEW_GOLDEN=1 makes it"
    assert distance(now, QImage(str(path))) < TOLERANCE


def test_what_is_read_off_is_what_is_drawn(shown: Callable[[Chart], Any]) -> None:
    """On the line where both are worth the same the map says so; the chart over one input has a mark there."""
    drawn = shown(switch_map())
    dear, cheap = drawn.words_at(6e6, 1.0), drawn.words_at(0.0, 1.0)
    assert dear is not None
    assert cheap is not None
    assert dear[0].splitlines()[0] == "Build is the best, by 3.0 M €"
    assert cheap[0].splitlines()[0] == "Buy is the best, by 3.0 M €"
    line = shown(lever()).words_at(3.1e6, 0.0)
    assert line is not None
    assert line[0].splitlines() == ["3.0 M €", "Build: 3.0 M €", "Buy: 3.0 M €"]
    tornado = shown(option_tornado())
    said = tornado.words_at(0.0, 2.0)
    assert said is not None
    assert "at 6.0 M €: 1.0 M €; Build is the best" in said[0]
