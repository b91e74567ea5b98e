from collections.abc import Callable
from http import HTTPStatus

from django.utils.html import strip_tags
from tests.panel.topics.conftest import Pages, carried

from firstline.domain.topics import Line, TopicId
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry

LOST = TopicId("lost_item")
FORM = {"description": "Things left in the car.", "line": "first"}


def seen(page: str) -> str:
    """The mark that the form about the topic carries."""
    (mark,) = carried(page[: page.index('id="description"')])["seen"]
    return mark


def test_a_name_is_saved_in_the_draft_and_written_down(ada: Pages) -> None:
    response = ada.send("one/lost_item/", name="Lost things", **FORM)

    assert response.status_code == HTTPStatus.FOUND
    assert ada.service.topics[LOST].name == "Lost things"
    entry = AuditEntry.objects.get(action="edited")
    assert entry.subject == "topic lost_item"
    assert "Lost things" in entry.after


def test_a_topic_needs_a_name(ada: Pages) -> None:
    response = ada.send("one/lost_item/", name=" ", **FORM)

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert ada.service.topics[LOST].name == "lost item"


def test_a_change_of_the_line_says_first_that_it_needs_a_training(ada: Pages) -> None:
    form = {"name": "lost item", "description": "", "line": "expert"}
    shown = ada.send("one/lost_item/", **form)

    assert "Takes effect with the next training" in shown.content.decode()
    assert ada.service.topics[LOST].line is Line.FIRST

    ada.confirm("one/lost_item/", **form)
    assert ada.service.topics[LOST].line is Line.EXPERT


def test_the_later_of_two_people_sees_what_the_other_one_wrote(
    ada: Pages, pages: Callable[[Role], Pages]
) -> None:
    mark = seen(ada.get("one/lost_item/"))
    pages(Role.OWNER).send("one/lost_item/", name="Left behind", **FORM)
    clash = ada.send("one/lost_item/", name="Lost things", seen=mark, **FORM)

    words = clash.content.decode()
    assert clash.status_code == HTTPStatus.CONFLICT
    assert "Owner changed some of this" in words
    assert "Left behind" in strip_tags(words)
    assert "Lost things" in strip_tags(words)
    ada.client.post(ada.address("one/lost_item/"), carried(words))
    assert ada.service.topics[LOST].name == "Lost things"


def test_an_edit_can_be_undone_while_nobody_changed_it_since(
    ada: Pages, pages: Callable[[Role], Pages]
) -> None:
    saved = ada.send("one/lost_item/", name="Lost things", **FORM)
    revisions = saved["Location"].partition("undo=")[2]
    pages(Role.OWNER).send("one/lost_item/", name="Left behind", **FORM)
    ada.send("undo/", revisions=revisions)
    assert ada.service.topics[LOST].name == "Left behind"

    pages(Role.OWNER).send("one/lost_item/", name="Lost things", **FORM)
    ada.send("undo/", revisions=revisions)
    assert ada.service.topics[LOST].name == "lost item"
    assert AuditEntry.objects.filter(action="undone", subject="topic lost_item").exists()


def test_an_analyst_reads_and_changes_nothing(pages: Callable[[Role], Pages]) -> None:
    ana = pages(Role.ANALYST)

    assert "Change the rung" not in ana.get("one/lost_item/")
    assert ana.send("one/lost_item/", name="x", **FORM).status_code == HTTPStatus.FORBIDDEN
    assert ana.client.get(ana.address("one/lost_item/merge/")).status_code == HTTPStatus.FORBIDDEN
