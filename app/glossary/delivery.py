"""When things are done, and by whom."""

from __future__ import annotations

from typing import Final

from app.glossary.shapes import MEAN_ERROR, PAIRED_ERROR, QUANTILE_ERROR, SHARE_ERROR, Explanation

DELIVERY: Final = (
    Explanation(
        "launch",
        "Launch",
        "Dates and delivery",
        "When the initiative is on the market, and begins to earn.",
        "End of the last stage plus the launch lag; after the horizon is no launch, and counts as later than all "
        "others. What a gate stops, the check at the end of a stage, never launches.",
        QUANTILE_ERROR,
    ),
    Explanation(
        "launches",
        "Launches in the horizon",
        "Dates and delivery",
        "How many funded initiatives are launched by the end of the horizon.",
        "Stopped and blocked ones never launch.",
        MEAN_ERROR,
    ),
    Explanation(
        "last_launch",
        "Last launch",
        "Dates and delivery",
        "When the last funded initiative is on the market.",
        "Initiatives that are stopped or blocked are not waited for; with one unfinished at the horizon it is later.",
        QUANTILE_ERROR,
    ),
    Explanation(
        "p_launch_by",
        "P(launch by a date)",
        "Dates and delivery",
        "The share of futures in which the initiative is launched by the end of a month.",
        "It never reaches 100 % where a gate can stop the initiative.",
        SHARE_ERROR,
    ),
    Explanation(
        "waits",
        "Waiting time",
        "Dates and delivery",
        "Months that an initiative loses, by what it waits for: its start, a predecessor, people, budget, a limit on "
        "work in progress, or people who serve several initiatives at once.",
        "From the plan's start to its last end; work at half speed counts half as work, half as waiting for the team.",
        MEAN_ERROR,
    ),
    Explanation(
        "gate",
        "Gate",
        "Dates and delivery",
        "The check at the end of a stage: passed, repeated in part, or the end of the initiative.",
        "What was spent until a stop is spent.",
        SHARE_ERROR,
    ),
    Explanation(
        "replay",
        "Replay of one future",
        "Dates and delivery",
        "One of the simulated futures, day by day: who works on what, what waits and why, and what happens.",
        "Told by the reference engine, whose times are those of the forecast; futures are counted from 1 and are the "
        "same for the same seed.",
        "None: it is one future, and not what to expect.",
    ),
    Explanation(
        "criticality",
        "Criticality",
        "Dates and delivery",
        "The share of futures in which a stage decides when its initiative is launched.",
        "Delay it there by a little, and the launch moves by as much.",
        SHARE_ERROR,
    ),
    Explanation(
        "load",
        "Team load",
        "People",
        "Work against your own people's capacity, for a team and month.",
        "Above 100 % contractors make up the rest; a team without people of its own is full when it works at all.",
        MEAN_ERROR,
    ),
    Explanation(
        "capacity",
        "Capacity",
        "People",
        "Productive people that a team offers to the plan in a month.",
        "After ramp-up, availability and season; contractors come on top.",
        MEAN_ERROR,
    ),
    Explanation(
        "headcount",
        "Headcount",
        "People",
        "Your own people who are paid in a month.",
        "Hires arrive after the time it takes to fill a post; leavers go at the end of a month.",
        QUANTILE_ERROR,
    ),
    Explanation(
        "contractors",
        "Contractors",
        "People",
        "People from outside who work beyond your own capacity, at a premium.",
        "Used only when needed, up to the team's limit.",
        MEAN_ERROR,
    ),
    Explanation(
        "one_more_person",
        "Value of one more person",
        "People",
        "What the plan is worth more, and how much earlier it launches, if a team had one person more from the start.",
        "After the cost of that person; both plans are tried in the same futures.",
        PAIRED_ERROR,
    ),
)
