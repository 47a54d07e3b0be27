"""Every figure that is shown is explained, once, in whole sentences."""

import pytest

from app.glossary import EXPLANATIONS, GROUPS, explanation, found

SHOWN = (
    *("value", "p50", "p80", "irr", "payback", "load", "bench", "contingency", "p_over", "waits", "criticality"),
    *("evpi", "regret", "launch", "p_hit", "headcount", "capex", "switch_point", "frontier", "p_beats", "difference"),
)


@pytest.mark.parametrize("key", SHOWN)
def test_what_is_shown_is_explained(key: str) -> None:
    assert explanation(key).key == key


def test_explanations_are_whole() -> None:
    """Sentences that end, in one of the groups; keys and names are there once."""
    assert len({one.key for one in EXPLANATIONS}) == len({one.name for one in EXPLANATIONS}) == len(EXPLANATIONS)
    assert {one.group for one in EXPLANATIONS} == set(GROUPS)
    for one in EXPLANATIONS:
        for text in (one.meaning, one.convention, one.error):
            assert text[0].isupper() or text[0].isdigit()
            assert text.endswith((".", '".'))


def test_explanations_are_found_by_their_words() -> None:
    """Names before texts; all words must occur."""
    assert found("payback")[0].key == "payback"
    assert {one.key for one in found("worst twentieth")} == {"conditional_value_at_risk", "worst_futures"}
    assert found("no such words") == ()
    assert found("") == EXPLANATIONS


def test_an_unknown_figure_is_refused() -> None:
    with pytest.raises(KeyError):
        explanation("nonsense")
