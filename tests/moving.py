"""A publisher moves between two versions while customers go on asking."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tests.workplaces import PATIENCE_S, Json, Person, Workplace

from firstline.panel.accounts.roles import Role
from firstline.release.store import ReleaseStore

CUSTOMERS = 4


@dataclass(slots=True)
class Moves:
    seconds: list[float] = field(default_factory=list)
    """Of each move: until the release that went live had answered a customer."""
    answers: list[tuple[float, str]] = field(default_factory=list)
    """When, and by which release."""


def moves_under_load(workplace: Workplace, text: str, facts: Json, *, rounds: int) -> Moves:
    """Go back and forth between the newest two; raises if one customer was refused or cut off."""
    store = ReleaseStore(workplace.folder / "releases")
    *_, first, second = store.published()
    publisher = Person(workplace)
    publisher.sign_in(Role.PUBLISHER)
    leave, moves = threading.Event(), Moves()

    def ask_on() -> None:
        while not leave.is_set():
            release = str(workplace.ask(text, facts)["release"])
            moves.answers.append((time.time(), release))

    def move(release: str) -> float:
        publisher.press("versions/", "versions/back/", release=release, live=str(store.live()))
        moved = store.moves()[-1].at.timestamp()
        deadline = time.monotonic() + PATIENCE_S
        while not (since := [at for at, by in moves.answers if by == release and at > moved]):
            assert time.monotonic() < deadline, "the release does not answer"
            time.sleep(0.01)
        return since[0] - moved

    with ThreadPoolExecutor(CUSTOMERS) as customers:
        asking = [customers.submit(ask_on) for _ in range(CUSTOMERS)]
        try:
            moves.seconds += [move((first, second)[turn % 2]) for turn in range(rounds)]
        finally:
            leave.set()
        for customer in asking:
            customer.result()
    return moves
