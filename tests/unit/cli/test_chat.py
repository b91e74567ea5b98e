import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from tests.builders import CHARGED_TWICE
from typer.testing import CliRunner, Result

from firstline.cli.app import command_line

Talk = Callable[..., Result]
CHAT = "import sys; sys.argv = ['firstline', 'chat', 'tiny', '--store', {store!r}]; "
RUN = "from firstline.cli.app import main; main()"


@pytest.fixture
def talk(tiny_release_store: Path) -> Talk:
    """Pipe lines into a conversation."""

    def run(*lines: str, options: tuple[str, ...] = (), ending: bytes = b"") -> Result:
        words = ["chat", "tiny", "--store", str(tiny_release_store), *options]
        piped = "".join(f"{line}\n" for line in lines).encode() + ending
        return CliRunner().invoke(command_line(["chat"]), words, input=piped)

    return run


def test_a_customer_is_chosen_and_shown_with_the_facts(talk: Talk) -> None:
    result = talk()

    assert result.exit_code == 0
    assert result.stdout.startswith(
        "You are Carla. Paid her ride by card.\n"
        "Facts: payment_type=card, order_cost=12.50, driver_name=Dan, "
    )


def test_only_the_first_reply_is_automatic(talk: Talk) -> None:
    first, second = talk(CHARGED_TWICE, CHARGED_TWICE).stdout.split(f"> {CHARGED_TWICE}\n")[1:]

    assert "You paid 12.50 once." in first
    assert "Answered automatically." in first
    assert "A person will answer you soon." in second
    assert "wrote again after an automatic reply" in second
    assert "An agent gets this suggestion" in second
    assert "ranked at" in second


def test_once_a_person_has_taken_over_nothing_is_automatic(talk: Talk) -> None:
    result = talk("I want to talk to a person", CHARGED_TWICE)

    assert "A person takes over from here." in result.stdout
    assert "Answered automatically" not in result.stdout
    assert "so nothing is sent without one" in result.stdout


def test_the_last_decision_is_explained(talk: Talk) -> None:
    result = talk("/why", CHARGED_TWICE, "/why")

    assert "Nothing has been decided yet." in result.stdout
    assert "✓ paid_once: ranked at" in result.stdout
    assert "Sounds negative" in result.stdout


def test_facts_can_be_changed_and_forgotten(talk: Talk) -> None:
    result = talk("/facts payment_type=cash", "/facts order_cost=", CHARGED_TWICE)

    assert "Facts: payment_type=cash, order_cost=12.50" in result.stdout
    assert "Facts: payment_type=cash, driver_name=Dan" in result.stdout
    assert "You paid in cash." in result.stdout


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/facts order_cost", "`order_cost` has no value"),
        ("/facts cost=1", "there is no fact `cost`"),
        ("/facts trips=many", "is not a whole number"),
        ("/customer karla", "did you mean `carla`?"),
        ("/what", "There is no command /what"),
    ],
)
def test_a_slip_is_told_and_the_conversation_goes_on(talk: Talk, line: str, said: str) -> None:
    result = talk(line, CHARGED_TWICE)

    assert result.exit_code == 0
    assert said in result.stdout
    assert "You paid 12.50 once." in result.stdout


def test_another_customer_begins_another_conversation(talk: Talk) -> None:
    result = talk(CHARGED_TWICE, "/customer", "/customer carla", CHARGED_TWICE)

    assert "carla: Paid her ride by card." in result.stdout
    assert result.stdout.count("Answered automatically.") == 2


def test_a_new_conversation_keeps_the_facts(talk: Talk) -> None:
    result = talk(CHARGED_TWICE, "/facts payment_type=cash", "/new", CHARGED_TWICE)

    assert "You paid in cash." in result.stdout
    assert "wrote again" not in result.stdout


def test_leaving_reads_no_further(talk: Talk) -> None:
    assert CHARGED_TWICE not in talk("/quit", CHARGED_TWICE).stdout


def test_the_options_choose_who_asks(talk: Talk) -> None:
    result = talk(CHARGED_TWICE, options=("--customer=carla", "--fact=payment_type=cash"))

    assert "You paid in cash." in result.stdout


def test_a_pipe_may_hold_anything(talk: Talk) -> None:
    result = talk("", "   ", ending=b"\xff\xfe\x00 charged twice")

    assert result.exit_code == 0
    assert "A person" in result.stdout or "Answered" in result.stdout


def test_ctrl_c_at_a_terminal_ends_calmly(tiny_release_store: Path) -> None:
    ours, theirs = pty.openpty()
    program = CHAT.format(store=str(tiny_release_store)) + RUN
    child = subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", program],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown = b""
    while not shown.endswith(b"> "):
        shown += os.read(ours, 1024)
    # Python may miss one that comes just before it waits for a line; so people press again
    for _ in range(5):
        child.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            assert child.wait(timeout=6) == 0
            break
    else:
        pytest.fail("it did not end")
    os.close(ours)
    assert b"Traceback" not in shown
