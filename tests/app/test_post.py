"""What goes to an engine, and what arrives there."""

from app.state.engine import STOP, Request
from app.state.post import Receiver, Sender
from models.edits import set_field
from models.sharing import shared
from tests.portfolios import example_portfolio


def test_requests_arrive_as_they_were_sent() -> None:
    """The first, edits, an end in between, another document: equal, and sharing what did not change."""
    plan = example_portfolio()
    edited = set_field(plan, "settings.trials", 2000)
    other = set_field(example_portfolio(), "settings.seed", 7)
    sender, receiver = Sender(), Receiver()
    requests = [Request(n, p) for n, p in enumerate((plan, edited, None, edited, plan, other))] + [STOP]
    arrived = [receiver.unpacked(sender.packed(request)) for request in requests]
    assert arrived == requests
    assert arrived[1].portfolio.teams is arrived[0].portfolio.teams
    assert shared(arrived[4].portfolio, arrived[0].portfolio) == plan


def test_an_edit_is_a_short_message() -> None:
    plan = example_portfolio()
    sender = Sender()
    first = len(sender.packed(Request(1, plan)))
    assert len(sender.packed(Request(2, set_field(plan, "settings.trials", 2000)))) < first / 10


def test_a_new_receiver_needs_a_new_sender() -> None:
    """As where an engine has died: both begin anew, and the whole plan is sent."""
    plan = example_portfolio()
    old = Sender()
    old.packed(Request(1, plan))
    assert Receiver().unpacked(Sender().packed(Request(2, plan))).portfolio == plan
