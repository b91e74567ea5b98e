"""Ada lists words and facts, tries them, and saves them in the draft."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.builders import CHARGED_TWICE, an_inquiry
from tests.panel.content.conftest import ada, decided, rehearsed, shop_journal

from firstline.journal.entries import JournalEntry
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.log import Action
from firstline.panel.audit.models import AuditEntry
from firstline.panel.content.drafts import edited_content
from firstline.panel.services.models import HostedService

__all__ = ["ada", "decided", "rehearsed", "shop_journal"]

Decide = Callable[..., JournalEntry]
LIST, NEW, ONE = "/s/shop/triggers/", "/s/shop/new-trigger/", "/s/shop/triggers/legal/"
LEGAL = {
    "id": "legal",
    "name": "Legal threat",
    "line": "expert",
    "words-en": "lawyer*\r\nsee you in court\r\n",
    "rule": "",
    "rule_view": "text",
}


@pytest.fixture
def legal(ada: Client, shop: HostedService) -> HostedService:
    """The shop with a trigger in its draft."""
    assert ada.post(NEW, LEGAL).status_code == 302
    return shop


def test_a_new_trigger_is_in_the_draft_and_in_the_list(ada: Client, legal: HostedService) -> None:
    (trigger,) = edited_content(legal).service.triggers

    assert (trigger.id, trigger.name, trigger.line) == ("legal", "Legal threat", "expert")
    assert trigger.words == {"en": ("lawyer*", "see you in court")}
    assert "Legal threat" in ada.get(LIST).content.decode()
    assert "lawyer*" in ada.get(ONE).content.decode()


@pytest.mark.usefixtures("shop")
def test_without_triggers_the_list_says_what_they_are_for(ada: Client) -> None:
    assert "a threat to sue" in ada.get(LIST).content.decode()


def test_who_edits_is_in_the_audit_log(legal: HostedService) -> None:
    entry = AuditEntry.objects.get(service=legal, action=Action.EDITED)

    assert entry.subject == "trigger legal"
    assert "lawyer*" in entry.after


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"words-en": "law*yer"}, "a <code>*</code> stands at the end of a word"),
        ({"words-en": "court\nCOURT"}, "says the same as"),
        ({"words-en": ""}, "would send everything to people"),
        ({"rule": "order_cots > 1"}, "there is no fact"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_keeps_the_draft_from_going_live(
    ada: Client, legal: HostedService, changes: dict[str, str], words: str
) -> None:
    seen = ada.get(ONE).context["seen"]
    ada.post(ONE, LEGAL | changes | {"seen": seen})

    assert words in ada.get(ONE).content.decode()
    assert any(problem.file == "triggers/legal" for problem in edited_content(legal).problems)


@pytest.mark.parametrize("changes", [{"name": ""}, {"line": "third"}, {"id": "no id"}])
def test_what_is_no_trigger_is_not_saved_and_not_lost(
    ada: Client, shop: HostedService, changes: dict[str, str]
) -> None:
    answer = ada.post(NEW, LEGAL | changes)

    assert answer.status_code == 422
    assert "see you in court" in answer.content.decode()
    assert not edited_content(shop).is_changed


def test_an_id_that_is_taken_is_refused(ada: Client, legal: HostedService) -> None:
    answer = ada.post(NEW, LEGAL | {"name": "Another"})

    assert answer.status_code == 422
    assert "already" in answer.content.decode()
    assert edited_content(legal).service.triggers[0].name == "Legal threat"


def test_who_saves_what_somebody_else_changed_sees_both(ada: Client, legal: HostedService) -> None:
    seen = ada.get(ONE).context["seen"]
    ada.post(ONE, LEGAL | {"words-en": "sue", "seen": seen})

    answer = ada.post(ONE, LEGAL | {"words-en": "attorney", "seen": seen})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "attorney" in page
    assert "sue" in page
    assert edited_content(legal).service.triggers[0].words == {"en": ("sue",)}
    ada.post(ONE, LEGAL | {"words-en": "attorney", "seen": answer.context["seen"]})
    assert edited_content(legal).service.triggers[0].words == {"en": ("attorney",)}


def test_a_new_trigger_that_is_removed_leaves_the_draft(ada: Client, legal: HostedService) -> None:
    ada.post(f"{ONE}remove/")
    assert not edited_content(legal).is_changed


def test_undoing_takes_a_new_trigger_out_of_the_draft(ada: Client, legal: HostedService) -> None:
    assert ada.post(f"{ONE}undo/").status_code == 302

    assert not edited_content(legal).is_changed
    assert ada.get(ONE).status_code == 404


def test_a_trigger_is_tried_on_a_message_before_it_is_saved(
    ada: Client, shop: HostedService
) -> None:
    form = LEGAL | {"trial": "customer:carla", "trial-text": "My LAWYERS will call"}
    caught = ada.post("/s/shop/trigger-trial/", form).content.decode()
    other = ada.post(
        "/s/shop/trigger-trial/", form | {"trial-text": "Thanks for the flaw"}
    ).content.decode()

    assert "A person answers." in caught
    assert "“lawyer*”" in caught
    assert "does not set this trigger off" in other
    assert not edited_content(shop).is_changed


@pytest.mark.usefixtures("shop")
def test_a_trial_shows_the_rule_clause_by_clause(ada: Client) -> None:
    form = {**LEGAL, "words-en": "", "rule": "order_cost > 500", "trial": "customer:carla"}
    page = ada.post("/s/shop/trigger-trial/", form).content.decode()

    assert 'class="clause no"' in page
    assert "order_cost = <b>12.50</b>" in page


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("form", [LEGAL | {"name": ""}, LEGAL | {"rule": "nonsense"}])
def test_a_broken_trigger_cannot_be_tried(ada: Client, form: dict[str, str]) -> None:
    for address in ("trigger-trial", "trigger-past"):
        page = ada.post(f"/s/shop/{address}/", form).content.decode()
        assert "before the trigger is whole" in page


def test_past_inquiries_that_it_would_have_caught_are_counted(ada: Client, decided: Decide) -> None:
    threat = an_inquiry(f"{CHARGED_TWICE}, my lawyer knows")
    decided(threat)
    decided(an_inquiry("My lawyer wants a human operator, let me talk to a human"))
    decided(an_inquiry(CHARGED_TWICE))

    tallies = ada.post("/s/shop/trigger-past/", LEGAL).context["tried"].tallies

    assert [(t.days, t.inquiries, t.caught, t.automatic) for t in tallies] == [
        (7, 3, 2, 1),
        (30, 3, 2, 1),
        (90, 3, 2, 1),
    ]


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("order_cost > 5 and order_cost < 4", "No order can set this off"),
        ("order_cost is missing or order_cost is present", "excludes no order"),
    ],
)
def test_a_rule_that_tells_no_orders_apart_is_said_so(ada: Client, rule: str, said: str) -> None:
    assert said in ada.post("/s/shop/trigger-past/", LEGAL | {"rule": rule}).content.decode()
    page = ada.post("/s/shop/trigger-past/", LEGAL | {"rule": "order_cost > 5"}).content.decode()
    assert said not in page


@pytest.mark.usefixtures("shop")
def test_without_past_inquiries_there_is_nothing_to_count(ada: Client) -> None:
    assert "Nobody has written yet." in ada.post("/s/shop/trigger-past/", LEGAL).content.decode()


def test_the_history_stands_in_before_the_first_inquiry(
    ada: Client, rehearsed: Callable[..., None]
) -> None:
    rehearsed(an_inquiry(f"{CHARGED_TWICE}, see you in court"))

    assert ada.post("/s/shop/trigger-past/", LEGAL).context["tried"].tallies[0].caught == 1


@pytest.mark.usefixtures("shop")
def test_the_rule_editor_turns_text_into_conditions(ada: Client) -> None:
    form = {"rule": "order_cost > 500", "rule_view": "text"}
    page = ada.post("/s/shop/trigger-rule/", form).content.decode()

    assert "Only if" in page
    assert "trigger-rule" in page


@pytest.mark.usefixtures("legal")
def test_who_only_reads_may_try_and_changes_nothing(as_: Callable[[Role], Client]) -> None:
    analyst = as_(Role.ANALYST)

    assert analyst.get(ONE).status_code == 200
    assert analyst.post(ONE, LEGAL).status_code == 403
    assert analyst.post(f"{ONE}remove/").status_code == 403
