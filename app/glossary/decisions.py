"""What is told of choices and of what matters to them."""

from __future__ import annotations

from typing import Final

from app.glossary.shapes import PAIRED_ERROR, SHARE_ERROR, STUDY_ERROR, Explanation

DECISIONS: Final = (
    Explanation(
        "difference",
        "Difference of two scenarios",
        "Decisions",
        "What one scenario gives more than the other, future by future.",
        "The middle of the differences is not the difference of the middles.",
        PAIRED_ERROR,
    ),
    Explanation(
        "p_beats",
        "P(B beats A)",
        "Decisions",
        "The share of futures in which one choice turns out better than the other.",
        "Half of the ties count for each.",
        SHARE_ERROR,
    ),
    Explanation(
        "p_best",
        "P(best)",
        "Decisions",
        "The share of futures in which a choice turns out the best of all.",
        "A choice that is best on average need not be the one that is best most often.",
        SHARE_ERROR,
    ),
    Explanation(
        "regret",
        "Regret",
        "Decisions",
        "What a choice costs against the best one, known afterwards, on average over all futures.",
        "Never below zero; the choice with the highest mean value has the least.",
        STUDY_ERROR,
    ),
    Explanation(
        "evpi",
        "Value of perfect information (EVPI)",
        "Decisions",
        "The most that knowing everything before you choose could be worth.",
        "The regret of the choice that is best on average. No study or pilot is worth more.",
        STUDY_ERROR,
    ),
    Explanation(
        "evppi",
        "Value of knowing one input",
        "Decisions",
        "The most that it is worth to learn one input before you choose.",
        "Zero where you would choose the same whatever you learnt.",
        STUDY_ERROR,
    ),
    Explanation(
        "tornado",
        "Tornado",
        "Decisions",
        "What the value becomes if one input alone is at its low, and at its high, while all others stay uncertain.",
        "Low and high are the P10 and P90 of the input.",
        STUDY_ERROR,
    ),
    Explanation(
        "contribution",
        "Contribution to variance",
        "Decisions",
        "How much of the spread of the value comes from an input.",
        "Shares of inputs that move together overlap, so they need not add up to 100 %.",
        STUDY_ERROR,
    ),
    Explanation(
        "switch_point",
        "Switch point",
        "Decisions",
        "The value of an input at which another choice becomes the best.",
        "By the mean value of the choices; all other inputs stay uncertain.",
        STUDY_ERROR,
    ),
    Explanation(
        "dominance",
        "Dominance",
        "Decisions",
        "One choice is better than another however much risk you dislike.",
        "First order: at every value its chance of at least that value is as high. Second order: for everyone who "
        "prefers less risk.",
        STUDY_ERROR,
    ),
    Explanation(
        "frontier",
        "Efficient frontier",
        "Decisions",
        "The plans that nothing of the same cost, or of the same risk, is worth more than.",
        "Every point is a set of funded initiatives that was tried in all futures.",
        STUDY_ERROR,
    ),
    Explanation(
        "bridge",
        "From one value to another",
        "Decisions",
        "How the mean value of one scenario becomes that of another: what each initiative adds or takes away.",
        "Unused people, recruiting, tax and the mitigation of risks belong to no initiative and have steps of their "
        "own; all steps add up to the difference.",
        PAIRED_ERROR,
    ),
    Explanation(
        "worst_futures",
        "The worst futures",
        "Decisions",
        "What sets the worst twentieth of the futures apart from all of them.",
        "An input's shift is told in standard deviations: at -1 it is about as low there as only one future in six "
        "has it.",
        STUDY_ERROR,
    ),
    Explanation(
        "without_risk",
        "What a risk costs",
        "Decisions",
        "The value, money and days that come back on average if a risk cannot occur and all else stays as it is.",
        "Over all futures, those in which it does not occur included; a launch that does not come about counts at the "
        "horizon.",
        PAIRED_ERROR,
    ),
    Explanation(
        "best_choice",
        "Best choice",
        "Decisions",
        "The initiatives to fund, and by which option, that give the most under the budgets and rules.",
        "An exact model proposes, adding up what each option brings by itself; full simulation, which knows that "
        "people are shared, ranks the proposals. The gap between the two is shown.",
        PAIRED_ERROR,
    ),
    Explanation(
        "better_order",
        "Better order of work",
        "Decisions",
        "The same initiatives in another order of rank, and what that is worth.",
        "Found by known rules and by trying moves; what it is worth is told from futures that had no part in the "
        "search.",
        PAIRED_ERROR,
    ),
    Explanation(
        "cut_line",
        "Cut line",
        "Decisions",
        "How far down the ranking the money reaches with the chance that you ask for.",
        "Everything above the line is funded together and simulated; without an amount every fiscal year must fit its "
        "envelopes.",
        SHARE_ERROR,
    ),
    Explanation(
        "hiring_advice",
        "What a hire is worth",
        "Decisions",
        "The value of the plan with a hire less its value without, after the hire's cost.",
        "Pay for time not spent on running the business, bench and recruiting are counted.",
        PAIRED_ERROR,
    ),
    Explanation(
        "calibration",
        "Calibration",
        "Decisions",
        "How often what happened lay below the percentiles that were forecast when it was decided.",
        "Of honest P80s four in five hold, and four outcomes in five lie between P10 and P90. The range beside a share "
        "is a 95 % Wilson interval.",
        "With few outcomes the interval is wide: only a share whose interval leaves out what was to be expected tells "
        "of forecasts that are too sure, or not sure enough.",
    ),
    Explanation(
        "lock_in",
        "Exit cost and lock-in",
        "Decisions",
        "What it costs to leave a way again, and what is promised to others until then, on average.",
        "Exit cost; minimum guarantees and running cost of what is bought or partnered, from the launch to the planned "
        "exit, else to the horizon. Not discounted.",
        STUDY_ERROR,
    ),
    Explanation(
        "risk_attitude",
        "Attitude to risk",
        "Decisions",
        "How an uncertain value becomes one sure amount: its mean, a value that is safe, the mean of bad futures, or "
        "the sure amount that someone with a risk tolerance would take for it.",
        "A risk tolerance is the greatest amount for which you would take an even chance of winning it or losing half.",
        PAIRED_ERROR,
    ),
    Explanation(
        "scorecard",
        "Scorecard",
        "Decisions",
        "What speaks for a way besides money: points from 0 to 10 by criterion, weighted.",
        "The mean of the points, weighted; it stands beside the money and never enters it.",
        "It is a judgement, not a result of the run; there is none.",
    ),
)
