"""Rules of dependence: what drivers, risks and correlations name, and whether the correlations can be."""

from collections.abc import Iterator

from models.address import Address, AddressError, parse_address, parse_reference, value_info
from models.check.survey import Survey, issue, warning
from models.issue import Issue
from models.memo import Memo
from models.parts import reachable, read
from models.record import Record
from models.risk import Correlation, Driver, Risk
from models.uncertainty import Quantity
from models.walk import Located, find

_RISK_KINDS = ("stage", "benefit", "option", "initiative")
_TOLERANCE = 1e-9
_ADDRESSED = Memo[dict[str, Quantity]]()


def drivers(survey: Survey) -> Iterator[Issue]:
    """A driver acts on quantities that are there, each of them once."""
    for located, driver in survey.each(Driver):
        if not driver.targets:
            yield warning(located, "targets", "it acts on nothing; name a target such as product:*.growth")
        hit: set[str] = set()
        for number, target in enumerate(driver.targets, 1):
            field = f"targets[{number}]"
            found = _quantities(survey, target)
            if isinstance(found, str):
                yield issue(located, field, found)
                continue
            if parse_address(target).kind == "driver":
                yield issue(located, field, f'"{target}" is a driver itself; name what it should act on')
            if not found:
                yield warning(located, field, f'"{target}" hits nothing; all such fields are empty')
            twice = hit & found.keys()
            if twice:
                yield issue(located, field, f'it acts on "{min(twice)}" twice; name it once')
            hit |= found.keys()


def risks(survey: Survey) -> Iterator[Issue]:
    """A risk hits stages, benefits, options or initiatives that are there, at least one of them selected."""
    for located, risk in survey.each(Risk):
        if not risk.targets:
            yield warning(located, "targets", "it hits nothing; name a target such as stage:some-id")
        hits: list[Located] = []
        for number, target in enumerate(risk.targets, 1):
            found = _records(survey, target)
            if isinstance(found, str):
                yield issue(located, f"targets[{number}]", found)
            else:
                hits += found
        if hits and not any(_takes_part(survey, hit) for hit in hits):
            yield warning(located, "targets", "everything it hits is in options that are not selected; it does nothing")


def correlations(survey: Survey) -> Iterator[Issue]:
    """A correlation joins two different uncertain quantities, once, and all of them together are possible."""
    sound: dict[tuple[str, str], float] = {}
    for located, correlation in survey.each(Correlation):
        problems = [*_ends(survey, located, correlation)]
        if not -1 <= correlation.rho <= 1:
            problems.append(issue(located, "rho", f"{correlation.rho:g} is impossible; write a number from -1 to 1"))
        pair = (min(correlation.first, correlation.second), max(correlation.first, correlation.second))
        if pair in sound:
            problems.append(issue(located, "second", "this pair is correlated by another line too; keep one of them"))
        yield from problems
        if not any(problem.severity == "error" for problem in problems):
            sound[pair] = correlation.rho
    if not is_semidefinite(sound):
        message = "no quantities can be correlated like this all at once; the nearest possible values will be used"
        yield Issue("correlations", "rho", message, "warning")


def _ends(survey: Survey, located: Located, correlation: Correlation) -> Iterator[Issue]:
    for field in ("first", "second"):
        target = getattr(correlation, field)
        found = _quantities(survey, target)
        if isinstance(found, str):
            yield issue(located, field, found)
        elif parse_address(target).every:
            yield issue(located, field, f'"{target}" names several; name one quantity')
        elif not found or all(value.is_certain for value in found.values()):
            yield warning(
                located, field, f'"{target}" is not uncertain, so the correlation does nothing; give it a range'
            )
    if correlation.first == correlation.second:
        yield issue(located, "second", "a quantity cannot be correlated with itself; name another")


def is_semidefinite(pairs: dict[tuple[str, str], float]) -> bool:
    """Whether the correlation matrix of the pairs, 0 elsewhere, is positive semi-definite.

    By Cholesky factors (Golub & Van Loan, *Matrix Computations*, 4.2.8): a pivot below 0, or a zero pivot with
    something left in its column, shows that it is not.
    """
    names = sorted({name for pair in pairs for name in pair})
    rest = [[1.0 if row == column else 0.0 for column in names] for row in names]
    for (first, second), rho in pairs.items():
        one, other = names.index(first), names.index(second)
        rest[one][other] = rest[other][one] = rho
    while rest:
        pivot, column = rest[0][0], rest[0][1:]
        if pivot < -_TOLERANCE or (pivot <= _TOLERANCE and any(abs(value) > _TOLERANCE**0.5 for value in column)):
            return False
        scale = 1 / pivot if pivot > _TOLERANCE else 0.0
        rest = [
            [value - left * right * scale for value, right in zip(row[1:], column, strict=True)]
            for row, left in zip(rest[1:], column, strict=True)
        ]
    return True


def _quantities(survey: Survey, target: str) -> dict[str, Quantity] | str:
    """The quantities that an address stands for, or what is wrong with it; empty fields are left out."""
    try:
        address = parse_address(target)
        located = survey.index.get((address.kind, address.id))
        known = None if located is None else _ADDRESSED.find(located.record, target)
        if known is not None:
            return known
        if not value_info(address).is_quantity:
            return f'"{target}" is not a quantity; name a field that can be uncertain, such as stage:some-id.duration'
        if not address.every:
            located = located or find(survey.portfolio, address.kind, address.id)
            return _ADDRESSED.keep(_addressed(located.record, address), located.record, target)
    except AddressError as error:
        return str(error)
    alike = ((Address(address.kind, one.id, address.field, address.part), one) for one in survey.of(address.kind))
    found = [(single, one) for single, one in alike if reachable(one.record, single)]
    if not found:
        return f'"{target}" hits nothing; there is no {address.kind} with such a field'
    return {text: value for single, one in found for text, value in _addressed(one.record, single).items()}


def _addressed(record: Record, address: Address) -> dict[str, Quantity]:
    """The quantity of a record at an address, by the text of that; none if the field is empty."""
    value = read(record, address)
    return {str(address): value} if isinstance(value, Quantity) else {}


def _records(survey: Survey, target: str) -> list[Located] | str:
    """The records that a risk's target stands for, or what is wrong with it."""
    try:
        reference = parse_reference(target, _RISK_KINDS)
        if not reference.every and not survey.has(reference.kind, reference.id):
            find(survey.portfolio, reference.kind, reference.id)
    except AddressError as error:
        return str(error)
    if reference.every:
        return survey.of(reference.kind) or f'"{target}" hits nothing; there is no {reference.kind}'
    return [survey.index[reference.kind, reference.id]]


def _takes_part(survey: Survey, hit: Located) -> bool:
    """Whether something that a risk hits is in the plan: selected, or of a funded initiative."""
    if hit.kind == "initiative":
        return getattr(hit.record, "selected", None) is not None
    return survey.is_selected(hit)


RULES = (drivers, risks, correlations)
