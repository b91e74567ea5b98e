"""A draft that only a training can bring to customers."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from tests.panel.training.conftest import DoWork

from firstline.domain.topics import Line, TopicId
from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.content.drafts import Edit, edited_content, mark_of, open_draft, save_item
from firstline.panel.content.items import item_in
from firstline.panel.content.models import Kind
from firstline.panel.jobs.models import Job, State
from firstline.panel.services.live import live_release
from firstline.panel.services.models import HostedService
from firstline.panel.training.results import RETRAINED

As = Callable[[Role], Client]
LATE = "driver_late"


def to_experts(service: HostedService, by: User, *, name: str = "driver late") -> None:
    """Send customers whose driver is late to the experts, in the draft."""
    before = item_in(edited_content(service).service, Kind.TOPIC, LATE)
    body = before | {"line": "expert", "name": name}
    edit = Edit(kind=Kind.TOPIC, key=LATE, body=body, by=by)
    save_item(service, edit, seen=mark_of(before))


def retrained(shop: HostedService, client: Client, do_work: DoWork) -> str:
    form = {"history": "history.csv", "with_draft": "on"}
    client.post(reverse("models-retrain", args=(shop.slug,)), form)
    do_work()
    job = Job.objects.get()
    assert job.state == State.DONE, job.error
    return RETRAINED.validate_python(job.result).release


def test_a_training_takes_the_draft_along_to_customers(
    learnt_shop: HostedService, as_: As, cast: dict[Role, User], do_work: DoWork
) -> None:
    to_experts(learnt_shop, cast[Role.SPECIALIST])
    digest = retrained(learnt_shop, as_(Role.ML_ENGINEER), do_work)
    assert learnt_shop.folder.store.live() != digest

    address = reverse("models-promote", args=(learnt_shop.slug, digest))
    as_(Role.PUBLISHER).post(address, {"with_its_content": "on"})
    live = live_release(learnt_shop)
    assert live
    assert live.digest == digest
    assert live.service.topics[TopicId(LATE)].line is Line.EXPERT
    assert open_draft(learnt_shop) is None


def test_an_edit_that_came_since_stays_in_the_draft(
    learnt_shop: HostedService, as_: As, cast: dict[Role, User], do_work: DoWork
) -> None:
    to_experts(learnt_shop, cast[Role.SPECIALIST])
    digest = retrained(learnt_shop, as_(Role.ML_ENGINEER), do_work)
    to_experts(learnt_shop, cast[Role.SPECIALIST], name="the driver is late")

    address = reverse("models-promote", args=(learnt_shop.slug, digest))
    as_(Role.PUBLISHER).post(address, {"with_its_content": "on"})
    draft = open_draft(learnt_shop)
    assert draft
    assert draft.items.get().body["name"] == "the driver is late"


def test_without_edits_there_is_no_draft_to_learn(learnt_shop: HostedService, as_: As) -> None:
    page = as_(Role.ML_ENGINEER).get(reverse("models-retrain", args=(learnt_shop.slug,)))

    assert "of the draft" not in page.content.decode()
