"""Ada, a specialist of the shop, and what its customers wrote."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from tests.builders import MONDAY, an_inquiry

from firstline.engine import Engine
from firstline.journal.decision_ids import new_decision_id
from firstline.journal.entries import JournalEntry, RawInquiry, Timings
from firstline.journal.writer import Journal
from firstline.panel.accounts.roles import Role
from firstline.panel.services.models import HostedService
from firstline.work.rehearsing import rehearse

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

EDITOR = "/s/shop/templates/paid_once/"


@pytest.fixture
def ada(as_: Callable[[Role], Client]) -> Client:
    """Ada, the content specialist."""
    return as_(Role.SPECIALIST)


@pytest.fixture
def shop_journal(shop: HostedService) -> Iterator[Journal]:
    journal = Journal(shop.folder.journal)
    yield journal
    journal.close()


@pytest.fixture
def decided(shop_journal: Journal, engine: Engine) -> Callable[..., JournalEntry]:
    """Let the shop decide on an inquiry, durably."""

    def decide(inquiry: RawInquiry | None = None, *, at: datetime = MONDAY) -> JournalEntry:
        asked = inquiry or an_inquiry()
        entry = JournalEntry(
            decision_id=new_decision_id(at),
            decided_at=at,
            inquiry=asked,
            decision=engine.answer(asked.typed(engine.release.service)),
            timings=Timings(waiting=0, reading=0, deciding=0),
        )
        assert shop_journal.record(entry).result(timeout=10)
        return entry

    return decide


@pytest.fixture
def rehearsed(shop: HostedService, engine: Engine) -> Callable[..., None]:
    """Let the live release decide on inquiries of the history, in this order."""

    def rehearse_all(*inquiries: RawInquiry) -> None:
        asked = [one.typed(engine.release.service) for one in inquiries]
        rehearse([(one, engine.answer(one)) for one in asked], shop.folder.rehearsal)

    return rehearse_all


def form_of(page: "_MonkeyPatchedWSGIResponse", **changes: object) -> dict[str, object]:
    """What a browser would send from the editor, with some fields changed."""
    editor = page.context["editor"]
    item = editor.item
    form: dict[str, object] = {
        "seen": page.context["seen"],
        "topics": item["topics"],
        "act": item.get("act", "answer"),
        "equivalents": item.get("equivalents", []),
        "rule": item["rule"],
        "rule_view": "text",
        **{f"text-{code}": text for code, text in item["texts"].items()},
        "do": "save",
    }
    return form | {name.replace("__", "-"): value for name, value in changes.items()}


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)
