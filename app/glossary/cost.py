"""What it costs, and how that stands against the budget."""

from __future__ import annotations

from typing import Final

from app.glossary.shapes import MEAN_ERROR, QUANTILE_ERROR, SHARE_ERROR, Explanation

COST: Final = (
    Explanation(
        "cost",
        "Cost",
        "Cost and budget",
        "All that the plan spends over the horizon: people, unused people, recruiting, external, tooling, research and "
        "partners.",
        "Capitalised or not; cost of sales and tax are not in it.",
        MEAN_ERROR,
    ),
    Explanation(
        "bench",
        "Bench cost",
        "Cost and budget",
        "What your own people cost while no stage needs them.",
        "Ramp-up, seasons and idleness are in it; the time that runs the business is not the plan's cost.",
        MEAN_ERROR,
    ),
    Explanation(
        "contingency",
        "Contingency",
        "Cost and budget",
        "What has to be added to the planned cost, or date, so that it holds in four futures of five.",
        "P80 less the base case.",
        QUANTILE_ERROR,
    ),
    Explanation(
        "p_over",
        "P(over budget)",
        "Cost and budget",
        "The share of futures in which a period costs more than its envelopes.",
        "Only costs of categories that have an envelope in the period are counted against them.",
        SHARE_ERROR,
    ),
    Explanation(
        "joint_confidence",
        "On time and within the cost",
        "Cost and budget",
        "The share of futures that keep a date and a cost together; each alone is kept more often.",
        "The date is that of the last launch; a future that is unfinished at the horizon is late. The frontier gives "
        "for each date the cost that so many futures keep together with it.",
        SHARE_ERROR,
    ),
    Explanation(
        "capex",
        "CapEx",
        "Cost and budget",
        "Cost that becomes an asset instead of an expense of the month.",
        "By the capitalised share of each stage; it comes back as amortisation from the following month on.",
        MEAN_ERROR,
    ),
    Explanation(
        "opex",
        "OpEx",
        "Cost and budget",
        "Cost that is an expense when it is spent.",
        "Unused people and recruiting are always part of it.",
        MEAN_ERROR,
    ),
    Explanation(
        "amortisation",
        "Amortisation",
        "Cost and budget",
        "The part of capitalised cost that the profit of a period has to bear.",
        "In equal parts over the months of the settings.",
        MEAN_ERROR,
    ),
)
