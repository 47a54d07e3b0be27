"""Each rule of the check has an example that breaks it."""

import pytest

from models.check import check, has_errors
from models.initiative import Crew, Initiative, Link
from models.risk import Correlation
from models.scenario import Override
from tests.models.changed_example import CODE, OPTION, SALES, TEST, Changes, changed, overrides
from tests.portfolios import example_portfolio, q

ERRORS: list[tuple[str, Changes, str, str]] = [
    ("duplicate id", {"team:design.id": "platform"}, "id", "is there twice"),
    ("id pattern", {"team:design.id": "a b"}, "id", "letters, digits"),
    ("month pattern", {"hire:platform-h1.month": "Apr 27"}, "month", "such as 2027-03"),
    ("start is no month", {"settings.start": "2027"}, "start", "such as 2027-03"),
    ("unknown product", {"initiative:atlas.product": "clowd"}, "product", 'did you mean "cloud"'),
    ("unknown option", {"initiative:atlas.selected": "atlas-biuld"}, "selected", 'did you mean "atlas-build"'),
    ("excludes unknown", {"initiative:atlas.excludes": ("becon",)}, "excludes", 'did you mean "beacon"'),
    ("excludes itself", {"initiative:atlas.excludes": ("atlas",)}, "excludes", "excludes itself"),
    ("excludes funded", {"initiative:atlas.excludes": ("beacon",)}, "excludes", "both are funded"),
    ("unknown team", {f"{CODE}.crew": (Crew(team="plat", fte=1),)}, "crew[plat]", 'did you mean "platform"'),
    ("team twice", {f"{CODE}.crew": (Crew(team="design", fte=1),) * 2}, "crew[design]", "twice"),
    ("no people", {f"{CODE}.crew[design]": 0.0}, "crew[design]", "0 people do no work"),
    ("negative people", {f"{CODE}.crew[design]": -1.0}, "crew[design].fte", "0 or more"),
    # 8 + 2 people x at most 0.85 = 8.5; half of 18 is 9
    ("crew too large", {f"{CODE}.crew[platform]": 18.0}, "crew[platform]", "never has more than 8.5"),
    ("unknown rate", {"team:platform.rate": "engeneer"}, "rate", 'did you mean "engineer"'),
    ("negative headcount", {"team:platform.headcount": -1.0}, "headcount", "0 or more"),
    ("NaN", {"team:platform.headcount": float("nan")}, "headcount", "nan is not a number"),
    ("infinity", {"objective:revenue-fy30.target": float("inf")}, "target", "inf is not a number"),
    ("actual NaN", {"actual:a1.amount": float("nan")}, "amount", "not a number"),
    ("seasonality length", {"team:platform.seasonality": (1.0,) * 11}, "seasonality", "11 factors; give 12"),
    ("team wip", {"team:platform.wip_limit": 0}, "wip_limit", "from 1 to 1000000"),
    ("endless team wip", {"team:platform.wip_limit": 10**12}, "wip_limit", "from 1 to 1000000"),
    ("a city of people", {"team:platform.headcount": 1e6}, "headcount", "1,000,002 people"),  # 2 are its hires
    ("total switching loss", {"team:design.switching_loss": 1.0}, "switching_loss", "less than 1"),
    ("horizon", {"settings.horizon_months": 601}, "horizon_months", "from 1 to 600"),
    ("trials", {"settings.trials": 0}, "trials", "from 1 to 10000000"),
    ("threshold 0", {"settings.start_threshold": 0.0}, "start_threshold", "above 0"),
    ("threshold 2", {"settings.start_threshold": 2.0}, "start_threshold", "from 0 to 1"),
    ("discount rate", {"settings.discount_rate": q("Uniform(-1, 0)")}, "discount_rate", "more than -1"),
    ("discount below", {"settings.discount_rate": q(-2)}, "discount_rate", "-1 or more"),
    ("seed", {"settings.seed": 2**63}, "seed", "9223372036854775807"),
    ("amortisation", {"settings.amortisation_months": 0}, "amortisation_months", "1 or more"),
    ("first month", {"settings.fiscal.first_month": 13}, "fiscal.first_month", "from 1 to 12"),
    ("portfolio wip", {"settings.wip_limit": 0}, "wip_limit", "from 1 to 1000000"),
    ("endless wip", {"settings.wip_limit": 10**12}, "wip_limit", "from 1 to 1000000"),
    ("beyond all years", {"settings.start": "9995-02"}, "start", "leaves the years 1 to 9999"),  # 60 months
    ("year 0", {"settings.start": "0000-05"}, "start", "leaves the years 1 to 9999"),
    ("no currency", {"settings.currency": ""}, "currency", "such as EUR"),
    (
        "probability above 1",
        {f"{CODE}.success": q("0.8..0.9..1.1")},
        "success",
        "can be 1.1, but should be from 0 to 1",
    ),
    ("negative duration", {f"{CODE}.duration": q("-1..2..3")}, "duration", "can be -1"),
    ("often negative", {f"{CODE}.duration": q("Normal(3, 2)")}, "duration", "no lower limit"),
    ("negative cost", {f"{CODE}.external_cost": q(-5)}, "external_cost", "0 or more"),
    ("negative effort", {f"{TEST}.effort[platform]": q(-5)}, "crew[platform].effort", "0 or more"),
    ("negative lag", {f"{TEST}.lag[atlas-build-code]": q(-1)}, "after[atlas-build-code].lag", "0 or more"),
    ("churn above 1", {"benefit:atlas-partner-sales.churn": q(2)}, "churn", "from 0 to 1"),
    ("negative amount", {"benefit:beacon-buy-savings.amounts[2]": q(-5)}, "amounts[2]", "0 or more"),
    ("risk impact", {"risk:audit.impact.duration_months": q(-1)}, "impact.duration_months", "0 or more"),
    ("mitigated odds", {"risk:audit.mitigation.probability": q(2)}, "mitigation.probability", "from 0 to 1"),
    ("capitalised share", {f"{CODE}.capitalised": 1.5}, "capitalised", "from 0 to 1"),
    ("rework count", {f"{CODE}.max_rework": -1}, "max_rework", "from 0 to 1000"),
    ("endless rework", {f"{CODE}.max_rework": 10**7}, "max_rework", "from 0 to 1000"),
    ("too large", {f"{CODE}.external_cost": q(1e16)}, "external_cost", "stay within 1e+15"),
    ("often too large", {f"{CODE}.external_cost": q("LogN(1, 1e15)")}, "external_cost", "stay within 1e+15"),
    ("actual too large", {"actual:a1.amount": -1e16}, "amount", "stay within 1e+15"),
    ("exit at launch", {"option:atlas-partner.exit_after": 0.0}, "exit_after", "above 0"),
    ("no life", {f"{SALES}.lifetime_months": 0.0}, "lifetime_months", "above 0"),
    ("no stage", {f"{OPTION}.stages": (), "risks": (), "correlations": ()}, "stages", "has no stage"),
    ("no length", {f"{CODE}.duration": None, "correlations": ()}, "duration", "neither a duration nor an effort"),
    ("stage circle", {f"{CODE}.after": (Link(stage="atlas-build-test"),)}, "stages", "-> atlas-build-"),
    ("follows itself", {f"{CODE}.after": (Link(stage="atlas-build-code"),)}, "stages", "wait for each other"),
    ("other option's stage", {f"{CODE}.after": (Link(stage="atlas-partner-deal"),)}, "after[1]", "in another option"),
    ("unknown stage", {f"{CODE}.after": (Link(stage="atlas-build-desing"),)}, "after[1]", '"atlas-build-design"'),
    ("link to nothing", {f"{CODE}.after": (Link(),)}, "after[1]", "one of them"),
    (
        "link to both",
        {f"{CODE}.after": (Link(stage="atlas-build-design", initiative="beacon"),)},
        "after[1]",
        "one of them",
    ),
    ("unknown initiative", {f"{CODE}.after": (Link(initiative="becon"),)}, "after[1]", 'did you mean "beacon"'),
    (
        "initiative circle",
        {f"{CODE}.after": (Link(initiative="beacon"),)},
        "options",
        "initiatives wait for each other",
    ),
    ("own currency", {"currency:USD.id": "EUR"}, "id", "own currency"),
    ("no exchange rate", {"currencies": ()}, "currency", 'no exchange rate for "USD"'),
    ("no period", {"budget:fy28-staffing.period": "2028"}, "period", "such as FY27"),
    ("budget twice", {"budget:fy28-staffing.category": "external"}, "period", "add the amounts up"),
    (
        "year and quarter",
        {"budget:fy28-staffing.category": "external", "budget:fy28-staffing.period": "FY28-Q2"},
        "period",
        "not both",
    ),
    ("own cannibal unknown", {f"{SALES}.cannibalises": "sweet"}, "cannibalises", 'there is no product "sweet"'),
    ("benefit's product", {f"{SALES}.product": "sweet"}, "product", "there is no product"),
    ("objective without target", {"objective:revenue-fy30.target": None}, "target", "needs a target"),
    ("objective without date", {"objective:revenue-fy30.by": None}, "by", "such as FY28"),
    ("launch without date", {"objective:atlas-out.by": None}, "by", "such as 2028-06"),
    ("launch by a period", {"objective:atlas-out.by": "FY28"}, "by", "such as 2027-03"),
    ("launch after horizon", {"objective:atlas-out.by": "2040-01"}, "by", "outside the plan"),
    ("revenue after horizon", {"objective:revenue-fy30.by": "FY50"}, "by", "outside the plan"),
    ("launch of nothing", {"objective:atlas-out.subject": None}, "subject", "initiative:atlas"),
    ("launch of a product", {"objective:atlas-out.subject": "product:suite"}, "subject", "there is: initiative"),
    ("subject unknown", {"objective:atlas-out.subject": "initiative:atals"}, "subject", 'did you mean "atlas"'),
    ("subject of many", {"objective:atlas-out.subject": "initiative:*"}, "subject", "name one"),
    ("actual of nothing", {"actual:a1.initiative": "x"}, "initiative", "there is no initiative"),
    ("decision of nothing", {"decision:d1.initiative": "x"}, "initiative", "there is no initiative"),
    ("decision's option", {"decision:d1.option": "atlas-build"}, "option", "has no option"),
    ("decision's day", {"decision:d1.decided_on": "2026-02-30"}, "decided_on", "like 2027-03-15"),
    ("driver hits nothing", {"driver:market.targets": ("benefit:x.price",)}, "targets[1]", "there is no benefit"),
    ("driver's field", {"driver:market.targets": ("benefit:*.prise",)}, "targets[1]", 'did you mean "price"'),
    ("driver of a number", {"driver:market.targets": ("team:*.headcount",)}, "targets[1]", "not a quantity"),
    ("driver of a driver", {"driver:market.targets": ("driver:market.value",)}, "targets[1]", "is a driver itself"),
    ("driver acts twice", {"driver:market.targets": ("benefit:*.price", f"{SALES}.price")}, "targets[2]", "twice"),
    ("star hits nothing", {"driver:market.targets": ("stage:*.lag[nobody]",)}, "targets[1]", "hits nothing"),
    ("risk hits nothing", {"risk:audit.targets": ("stage:x",)}, "targets[1]", 'there is no stage "x"'),
    ("risk of a team", {"risk:audit.targets": ("team:design",)}, "targets[1]", "not a kind of record"),
    ("rho", {"correlation:1.rho": 1.5}, "rho", "from -1 to 1"),
    ("rho NaN", {"correlation:1.rho": float("nan")}, "rho", "not a number"),
    ("correlation unknown", {"correlation:1.first": "stage:x.duration"}, "first", "there is no stage"),
    ("correlation of many", {"correlation:1.first": "stage:*.duration"}, "first", "name one quantity"),
    ("correlation with itself", {"correlation:1.first": f"{TEST}.duration"}, "second", "with itself"),
    (
        "pair twice",
        {
            "correlations": (
                Correlation(first=f"{CODE}.duration", second=f"{TEST}.duration", rho=0.5),
                Correlation(first=f"{TEST}.duration", second=f"{CODE}.duration", rho=0.5),
            )
        },
        "second",
        "another line",
    ),
    ("unknown parent", {"scenario:lean-partner.parent": "leen"}, "parent", 'did you mean "lean"'),
    ("circle of scenarios", {"scenario:lean.parent": "lean-partner"}, "parent", "-> lean"),
    (
        "override of nothing",
        {"scenarios": overrides(Override(target="team:x.headcount", value=1))},
        "overrides[1]",
        "no team",
    ),
    (
        "override's field",
        {"scenarios": overrides(Override(target="team:*.size", value=1))},
        "overrides[1]",
        "no field size",
    ),
    (
        "override's type",
        {"scenarios": overrides(Override(target="team:*.headcount", value="x"))},
        "overrides[1]",
        "write a number",
    ),
    (
        "sick scenario",
        {"scenarios": overrides(Override(target="team:platform.headcount", value=-1))},
        "headcount",
        "0 or more",
    ),
]

WARNINGS: list[tuple[str, Changes, str, str]] = [
    ("rarely negative", {f"{CODE}.duration": q("Normal(8, 2)")}, "duration", "rare values outside are clipped"),
    ("rarely above 1", {f"{CODE}.success": q("LogN(0.3, 0.5)")}, "success", "has no upper limit"),
    ("no rate", {"team:platform.rate": None}, "monthly_rate", "cost nothing"),
    ("two rates", {"team:platform.monthly_rate": q(9000)}, "rate", "empty one of them"),
    ("hire before start", {"hire:platform-h1.month": "2026-12"}, "month", "before the start"),
    ("hire after horizon", {"hire:platform-h1.month": "2032-01"}, "month", "after the horizon"),
    (
        "no option",
        {"initiatives": (*example_portfolio().initiatives, Initiative(id="x", name="X"))},
        "options",
        "add one",
    ),
    (
        "must-have unfunded",
        {"initiative:atlas.must_have": True, "initiative:atlas.selected": None},
        "must_have",
        "not funded",
    ),
    ("waits for unfunded", {"initiative:atlas.selected": None}, "after[1]", "blocked for good"),
    ("empty unselected option", {"option:atlas-partner.stages": (), "scenarios": ()}, "stages", "has no stage"),
    ("hopeless gate", {f"{CODE}.success": q(0)}, "success", "never be passed"),
    (
        "possible circle",
        {"stage:atlas-partner-deal.after": (Link(initiative="beacon"),), "scenarios": ()},
        "options",
        "with other options selected",
    ),
    ("worthless currency", {"currency:USD.rate": q(0)}, "rate", "worth nothing"),
    ("budget outside", {"budget:fy28-staffing.period": "FY50"}, "period", "outside the plan"),
    (
        "cost above the envelope",
        {"settings.budget_policy": "enforced", f"{CODE}.external_cost": q(500000)},
        "external_cost",
        "larger than any external envelope (400,000)",
    ),
    ("no peak", {f"{SALES}.peak_per_year": q(0)}, "peak_per_year", "earns nothing"),
    ("no market", {f"{SALES}.curve": "bass"}, "market", "earns nothing"),
    ("no customers", {f"{SALES}.curve": "subscription"}, "new_per_month", "earns nothing"),
    ("empty table", {"benefit:beacon-buy-savings.amounts": ()}, "amounts", "earns nothing"),
    ("window before start", {f"{SALES}.market_window": "2026-12"}, "market_window", "before the start"),
    ("own cannibal", {f"{SALES}.cannibalises": "cloud"}, "cannibalises", "credited to"),
    ("cannibal of nothing", {f"{SALES}.cannibalises": None}, "cannibalisation", "name the product"),
    ("idle driver", {"driver:market.targets": ()}, "targets", "acts on nothing"),
    ("driver of empty fields", {"driver:market.targets": ("settings.finance_rate",)}, "targets[1]", "fields are empty"),
    ("idle risk", {"risk:audit.targets": ()}, "targets", "hits nothing"),
    ("risk of unselected", {"risk:audit.targets": ("option:atlas-partner",)}, "targets", "not selected"),
    ("certain correlation", {f"{CODE}.duration": q(6)}, "first", "is not uncertain"),
]


@pytest.mark.parametrize(("changes", "field", "message"), [row[1:] for row in ERRORS], ids=[row[0] for row in ERRORS])
def test_each_rule_finds_its_error(changes: Changes, field: str, message: str) -> None:
    """The error is there, at its field, and says what would be right."""
    found = [issue for issue in check(changed(changes)) if issue.severity == "error"]
    assert any(issue.field.endswith(field) and message in issue.message for issue in found), found


@pytest.mark.parametrize(
    ("changes", "field", "message"), [row[1:] for row in WARNINGS], ids=[row[0] for row in WARNINGS]
)
def test_each_rule_finds_its_oddity(changes: Changes, field: str, message: str) -> None:
    """What is merely odd is a warning, and the portfolio can still be forecast."""
    found = check(changed(changes))
    assert any(issue.field == field and message in issue.message for issue in found), found
    assert not has_errors(found)
