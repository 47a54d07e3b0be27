"""A strategy of edits of any portfolio for tests: one field of one record becomes something else."""

from typing import Any

import msgspec
from hypothesis import strategies as st

from models.portfolio import Portfolio
from models.risk import Impact
from models.uncertainty import Quantity
from models.walk import records, replace_at
from tests.portfolios import q

_NUMBERS = st.sampled_from(["0", "1", "0.5", "2", "0.1..0.2..0.4", "1..2..4", "Normal(1, 0.5)"])


@st.composite
def edits(draw: st.DrawFn, portfolio: Portfolio) -> Portfolio:
    """The portfolio with one field of one record changed, whichever; often for the worse."""
    located = draw(st.sampled_from([one for one in records(portfolio) if one.kind != "baseline_figure"]))
    field = draw(st.sampled_from([name for name in located.record.__struct_fields__ if name != "id"]))
    value = draw(_values(getattr(located.record, field)))
    return replace_at(portfolio, located.path, msgspec.structs.replace(located.record, **{field: value}))


def _values(now: Any) -> st.SearchStrategy[Any]:
    """What may stand where ``now`` stands."""
    if isinstance(now, Quantity):
        return _NUMBERS.map(q) | st.sampled_from([now.scaled(1.1), now.shifted(0.25)])
    if isinstance(now, bool):
        return st.just(not now)
    if isinstance(now, (int, float)):
        return st.sampled_from([now + 1, now * 2, type(now)(now / 2)])
    if isinstance(now, tuple):
        return st.sampled_from([now[::-1], now[1:], now[:-1]])
    if isinstance(now, Impact):
        fields_of_impact = st.sampled_from(Impact.__struct_fields__)
        return st.builds(lambda name, text: msgspec.structs.replace(now, **{name: q(text)}), fields_of_impact, _NUMBERS)
    return st.sampled_from([now, None])
