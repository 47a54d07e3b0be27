"""What the plan is worth and what it returns."""

from __future__ import annotations

from typing import Final

from app.glossary.shapes import MEAN_ERROR, QUANTILE_ERROR, SHARE_ERROR, Explanation

VALUE: Final = (
    Explanation(
        "value",
        "Value",
        "Value and return",
        "What the funded initiatives add, in today's money: all they earn and save, less all they cost, unused people, "
        "recruiting and tax.",
        "Net present value over the horizon at your discount rate; the products' own revenue is not in it.",
        MEAN_ERROR,
    ),
    Explanation(
        "p_value_positive",
        "P(value > 0)",
        "Value and return",
        "The share of futures in which the plan is worth more than it costs.",
        "Exactly zero counts as not worth it.",
        SHARE_ERROR,
    ),
    Explanation(
        "value_at_risk",
        "Value at risk",
        "Value and return",
        "The value that one future in twenty falls short of.",
        "A value, not a loss: it may well be above zero.",
        QUANTILE_ERROR,
    ),
    Explanation(
        "conditional_value_at_risk",
        "Mean of the worst 5 %",
        "Value and return",
        "What the plan is worth on average in the worst twentieth of all futures.",
        "Also called conditional value at risk; never above the value at risk.",
        MEAN_ERROR,
    ),
    Explanation(
        "initiative_value",
        "Value of an initiative",
        "Value and return",
        "What one initiative earns and saves less what it costs, in today's money.",
        "Before tax, unused people and recruiting, which belong to the portfolio; so the parts add up to more.",
        MEAN_ERROR,
    ),
    Explanation(
        "product_value",
        "Value of a product",
        "Value and return",
        "What the initiatives of one product are worth together, future by future.",
        "Before tax, unused people and recruiting, like the value of an initiative.",
        MEAN_ERROR,
    ),
    Explanation(
        "revenue",
        "Revenue added",
        "Value and return",
        "What the initiatives sell and save over the horizon.",
        "Less what they take from your own products; not discounted.",
        MEAN_ERROR,
    ),
    Explanation(
        "irr",
        "IRR",
        "Value and return",
        "The yearly interest at which the plan would just break even.",
        "Told where there is exactly one such rate; the shares of futures with none and with several are told "
        "beside it.",
        MEAN_ERROR,
    ),
    Explanation(
        "mirr",
        "MIRR",
        "Value and return",
        "The yearly return if what comes in is put to work at your reinvestment rate until the horizon.",
        "There is at most one, where IRR may have several; it depends on the two rates of the settings.",
        MEAN_ERROR,
    ),
    Explanation(
        "payback",
        "Payback",
        "Value and return",
        "When the money that was put in has come back.",
        "Counted from the plan's start to the first time that the cumulative cash is back at zero; "
        "futures in which it does not come back within the horizon count as later.",
        QUANTILE_ERROR,
    ),
    Explanation(
        "discounted_payback",
        "Discounted payback",
        "Value and return",
        "When the money has come back with interest at your discount rate.",
        "Never earlier than the payback.",
        QUANTILE_ERROR,
    ),
    Explanation(
        "profitability_index",
        "Profitability index",
        "Value and return",
        "What each unit of money put in brings back, in today's money.",
        "Value of the months that earn over that of the months that cost; above 1 where the value is above 0.",
        MEAN_ERROR,
    ),
    Explanation(
        "roi",
        "ROI",
        "Value and return",
        "What is earned beyond the cost, as a share of the cost.",
        "Not discounted, before tax, over the horizon.",
        MEAN_ERROR,
    ),
    Explanation(
        "peak_funding",
        "Peak funding",
        "Value and return",
        "The most money that is ever tied up.",
        "How deep the cumulative cash falls below zero at a month's end.",
        QUANTILE_ERROR,
    ),
    Explanation(
        "cumulative_cash",
        "Cumulative cash",
        "Value and return",
        "All that came in less all that went out, up to the end of each month.",
        "The plan's cash after tax, not discounted; the products' own revenue is not in it.",
        QUANTILE_ERROR,
    ),
)
