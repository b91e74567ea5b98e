import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from tests.builders import CARD_FACTS, MONDAY, an_inquiry, some_thresholds

from firstline.domain.errors import InquiryError
from firstline.domain.facts import FactSchema
from firstline.journal.writer import Journal
from firstline.learning.training import Trained, write
from firstline.release import layout
from firstline.release.canaries import Canary
from firstline.release.records import GoldenSet
from firstline.release.store import ReleaseStore
from firstline.serving.answering import Answerer
from firstline.serving.canary import CanaryKeeper
from firstline.serving.loading import EngineLoader
from firstline.serving.reloading import Reloader


@pytest.fixture
def answerer(journal: Journal, store: ReleaseStore, loader: EngineLoader) -> Iterator[Answerer]:
    answerer = Answerer(journal=journal, sessions=1, clock=lambda: MONDAY)
    Reloader(store=store, loader=loader, answerer=answerer).look()
    yield answerer
    answerer.close()


@pytest.fixture
def keeper(answerer: Answerer, store: ReleaseStore, loader: EngineLoader) -> CanaryKeeper:
    return CanaryKeeper(
        store=store, loader=loader, answerer=answerer, settled_after_s=3_600, between_verdicts_s=0
    )


def start(store: ReleaseStore, digest: str) -> Canary:
    canary = Canary(digest=digest, share=0.5, started_at=MONDAY)
    store.canaries.start(canary, live=store.live())
    return canary


def conversation(canary: Canary, *, takes: bool) -> str:
    """The id of one that the canary takes, or of one that it does not."""
    return next(key for key in map(str, range(100)) if canary.takes(key) is takes)


def ask(answerer: Answerer, conversation_id: str, facts: Mapping[str, object] = CARD_FACTS) -> str:
    """Which release answers."""
    inquiry = replace(an_inquiry(facts=facts), conversation_id=conversation_id)
    return asyncio.run(answerer.answer(inquiry)).decision.trace.release


def test_each_conversation_is_answered_by_its_release(
    keeper: CanaryKeeper, answerer: Answerer, store: ReleaseStore, candidate: str
) -> None:
    canary = start(store, candidate)
    keeper.look()

    assert ask(answerer, conversation(canary, takes=True)) == candidate
    assert ask(answerer, conversation(canary, takes=False)) == store.live()
    share = answerer.metrics.registry.get_sample_value(
        "firstline_canary_share", {"release": candidate}
    )
    assert share == 0.5


def test_a_stopped_canary_answers_nobody(
    keeper: CanaryKeeper, answerer: Answerer, store: ReleaseStore, candidate: str
) -> None:
    canary = start(store, candidate)
    keeper.look()
    store.canaries.stop("enough", at=MONDAY)
    keeper.look()

    assert ask(answerer, conversation(canary, takes=True)) == store.live()


def test_publishing_ends_the_canary_also_where_it_is_the_canary_that_goes_live(
    keeper: CanaryKeeper, answerer: Answerer, store: ReleaseStore, candidate: str
) -> None:
    start(store, candidate)
    keeper.look()
    store.publish(candidate, at=MONDAY)
    keeper.look()

    assert answerer.trial is None
    assert store.canaries.last_stop() == f"release {candidate[:12]} went live"


def test_rolling_back_ends_the_canary(
    keeper: CanaryKeeper, answerer: Answerer, store: ReleaseStore, candidate: str
) -> None:
    first = store.live()
    assert first
    store.publish(candidate, at=MONDAY)
    start(store, first)
    keeper.look()
    store.roll_back(at=MONDAY)
    keeper.look()

    assert answerer.trial is None
    assert store.canaries.running() is None


def test_a_damaged_canary_is_refused_and_said_so(
    keeper: CanaryKeeper, answerer: Answerer, store: ReleaseStore, candidate: str
) -> None:
    start(store, candidate)
    (store.folder(candidate) / layout.WEIGHTS).write_bytes(b"other numbers")
    keeper.look()

    assert answerer.trial is None
    assert "it cannot be tried" in (store.canaries.last_stop() or "")
    assert ask(answerer, "anyone") == store.live()


def test_a_damaged_pointer_to_the_canary_harms_nobody(
    keeper: CanaryKeeper, answerer: Answerer, store: ReleaseStore
) -> None:
    store.canaries.pointer.write_text("{")
    keeper.look()

    assert ask(answerer, "anyone") == store.live()
    assert store.canaries.running() is None


@pytest.fixture
def forgetful(store: ReleaseStore, tiny_training: Trained) -> str:
    """A release that has forgotten the fact `trips`, so that it cannot read who sends it."""
    service = tiny_training.release.service
    schema = FactSchema(tuple(fact for fact in service.schema if fact.name != "trips"))
    release = replace(tiny_training.release, service=replace(service, schema=schema))
    return write(replace(tiny_training, release=release), store.root)


def test_where_the_canary_fails_the_live_release_answers_and_the_canary_is_stopped(
    keeper: CanaryKeeper, answerer: Answerer, store: ReleaseStore, forgetful: str
) -> None:
    canary = start(store, forgetful)
    keeper.look()
    its_own = conversation(canary, takes=True)
    facts = {**CARD_FACTS, "trips": 3}

    assert ask(answerer, its_own) == forgetful
    assert ask(answerer, its_own, facts) == store.live()
    assert store.canaries.running() is None
    assert "it failed where the live release answered" in (store.canaries.last_stop() or "")
    stopped = answerer.metrics.registry.get_sample_value("firstline_stopped_canaries_total")
    assert stopped == 1


def test_an_inquiry_that_no_release_can_read_is_not_held_against_the_canary(
    keeper: CanaryKeeper, answerer: Answerer, store: ReleaseStore, candidate: str
) -> None:
    canary = start(store, candidate)
    keeper.look()
    with pytest.raises(InquiryError, match="weather"):
        ask(answerer, conversation(canary, takes=True), {"weather": "rain"})

    assert store.canaries.running() == canary


def test_a_worse_canary_is_stopped_and_the_log_says_why(
    keeper: CanaryKeeper,
    answerer: Answerer,
    store: ReleaseStore,
    tiny_training: Trained,
    caplog: pytest.LogCaptureFixture,
) -> None:
    thresholds = some_thresholds(tiny_training.release.service, threshold=None)
    silent = replace(tiny_training.release, thresholds=thresholds, golden=GoldenSet())
    canary = start(store, write(replace(tiny_training, release=silent), store.root))
    keeper.look()
    for number in range(120):
        ask(answerer, f"conversation {number}")
    keeper.look()

    assert store.canaries.running() is None
    assert answerer.trial is None
    reason = vars(caplog.records[-1])["reason"]
    assert "it answers 0.0% of" in reason
    assert store.canaries.last_stop() == reason
    assert ask(answerer, conversation(canary, takes=True)) == store.live()
