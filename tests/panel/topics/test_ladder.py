from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus

import pytest
from tests.builders import MONDAY
from tests.panel.topics.conftest import Pages

from firstline.domain.guarantees import Thresholds
from firstline.domain.topics import Mode, TopicId
from firstline.learning.training import Trained, write
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry
from firstline.panel.services.models import HostedService

LOST = TopicId("lost_item")


@pytest.fixture
def unproven(shop: HostedService, tiny_training: Trained) -> None:
    """A release whose calibration proves nothing."""
    release = tiny_training.release
    nothing = tuple(
        replace(each, threshold=None, cases=12, answered=0, right=0, cases_needed=41)
        for each in release.thresholds.precision
    )
    thresholds = Thresholds(precision=nothing, expert=release.thresholds.expert)
    service = replace(
        release.service,
        topics=replace(
            release.service.topics,
            topics=tuple(replace(t, mode=Mode.SUGGEST) for t in release.service.topics),
        ),
    )
    edited = replace(release, thresholds=thresholds, service=service)
    digest = write(replace(tiny_training, release=edited), shop.folder.store.root)
    shop.folder.store.publish(digest, at=MONDAY)


def test_the_evidence_is_said_in_words(ada: Pages) -> None:
    page = ada.get("one/charged_twice/")

    assert "Proven: at least 75.0 % of the automatic replies are right, with a confidence" in page
    assert "Labelled cases" in page


def test_a_topic_steps_down_at_once(ada: Pages) -> None:
    response = ada.send("one/lost_item/ladder/", mode="suggest")

    assert response.status_code == HTTPStatus.FOUND
    assert ada.service.topics[LOST].mode is Mode.SUGGEST


@pytest.mark.usefixtures("unproven")
def test_without_evidence_auto_is_shut_and_says_what_is_missing(ada: Pages) -> None:
    page = ada.get("one/lost_item/")
    assert "about 41 more labelled cases are needed" in page
    assert 'value="auto" disabled' in page

    response = ada.send("one/lost_item/ladder/", mode="auto", reason="I am sure")
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert ada.service.topics[LOST].mode is Mode.SUGGEST


@pytest.mark.usefixtures("unproven")
def test_an_owner_opens_auto_with_a_reason_that_is_written_down(
    pages: Callable[[Role], Pages],
) -> None:
    olga = pages(Role.OWNER)
    assert olga.send("one/lost_item/ladder/", mode="auto").status_code == 422

    olga.send("one/lost_item/ladder/", mode="auto", reason="The fee is gone next week")
    assert olga.service.topics[LOST].mode is Mode.AUTO
    entry = AuditEntry.objects.get(action="overrode")
    assert (entry.subject, entry.note) == ("topic lost_item on auto", "The fee is gone next week")


def test_a_rung_is_given_to_all_below(ada: Pages) -> None:
    form = {"name": "Group", "description": "", "line": "first", "mode": "shadow", "id": ""}
    ada.confirm("new/", **form, below="")
    for topic in ("lost_item", "promo_code"):
        ada.confirm(f"one/{topic}/move/", below="group")
    ada.confirm("one/group/ladder/", mode="shadow", all_below="on")

    modes = {topic.id: topic.mode for topic in ada.service.topics}
    assert modes[LOST] is modes[TopicId("promo_code")] is Mode.SHADOW
    assert modes[TopicId("charged_twice")] is Mode.AUTO


def test_an_unknown_rung_is_refused(ada: Pages) -> None:
    assert ada.send("one/lost_item/ladder/", mode="turbo").status_code == 422
