"""Rules of scorecards: options that are there, each judged once by a criterion, and weights that weigh something."""

from collections.abc import Iterator

from models.address import closest
from models.check.identity import unknown
from models.check.survey import Survey, issue, warning
from models.initiative import Initiative
from models.issue import Issue
from models.scorecard import Criterion, Scorecard


def scorecards(survey: Survey) -> Iterator[Issue]:
    """A scorecard judges a known initiative, one that no other judges, and its weights are not all zero."""
    judged: dict[str, str] = {}
    for located, card in survey.each(Scorecard):
        yield from unknown(survey, located, "initiative", "initiative", card.initiative)
        first = judged.setdefault(card.initiative, card.id)
        if first != card.id:
            yield warning(located, "initiative", f'"{first}" judges it already; put the criteria together there')
        if card.criteria and not any(criterion.weight for criterion in card.criteria):
            yield warning(located, "criteria", "all weights are 0, so there is no total; give at least one a weight")


def scores(survey: Survey) -> Iterator[Issue]:
    """A criterion judges options of the scorecard's initiative, each once."""
    for located, criterion in survey.each(Criterion):
        card = located.owners[-1].record
        owner = survey.index.get(("initiative", card.initiative)) if isinstance(card, Scorecard) else None
        own = [one.id for one in owner.record.options] if owner and isinstance(owner.record, Initiative) else []
        seen: set[str] = set()
        for score in criterion.scores:
            field = f"scores[{score.option}]"
            if owner is not None and score.option not in own:
                remedy = closest(score.option, own)
                yield issue(located, field, f'the initiative has no option "{score.option}"; {remedy}')
            if score.option in seen:
                yield issue(located, field, f'the option "{score.option}" is judged twice; keep one of the scores')
            seen.add(score.option)


RULES = (scorecards, scores)
