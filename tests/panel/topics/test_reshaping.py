"""Adding, moving, merging, splitting and retiring topics, as a specialist does it."""

from http import HTTPStatus

from tests.panel.topics.conftest import Pages, carried

from firstline.domain.templates import TemplateId
from firstline.domain.topics import Mode, TopicId
from firstline.panel.content.drafts import edited_content
from firstline.release.misfits import misfits

LOST, PROMO = TopicId("lost_item"), TopicId("promo_code")
NEW = {"name": "Wallets & keys", "description": "", "line": "first", "mode": "shadow", "id": ""}


def add(ada: Pages, **form: str) -> None:
    assert ada.confirm("new/", **(NEW | {"below": ""} | form)).status_code == HTTPStatus.FOUND


def can_be_published(ada: Pages) -> bool:
    edited = edited_content(ada.shop)
    of_the_tree = [problem for problem in edited.problems if problem.file.startswith("topics")]
    return not of_the_tree and not list(misfits(edited.live, edited.service))


def test_a_new_topic_gets_its_id_from_its_name(ada: Pages) -> None:
    add(ada)

    topic = ada.service.topics[TopicId("wallets_keys")]
    assert (topic.name, topic.mode) == ("Wallets & keys", Mode.SHADOW)
    assert "Known after the next training" in ada.get()
    assert can_be_published(ada)


def test_a_name_in_another_script_gets_a_numbered_id(ada: Pages) -> None:
    add(ada, name="忘れ物")
    add(ada, name="Забытые вещи")

    ids = {topic.id for topic in ada.service.topics}
    assert {"topic", "topic_2"} <= ids


def test_a_taken_id_is_refused(ada: Pages) -> None:
    response = ada.send("new/", **(NEW | {"id": "lost_item", "below": ""}))

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "already" in response.content.decode()


def test_nothing_is_put_below_a_topic_that_has_replies(ada: Pages) -> None:
    response = ada.send("new/", **(NEW | {"below": "lost_item"}))

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Split it" in response.content.decode()


def test_a_topic_moves_with_all_below_it(ada: Pages) -> None:
    add(ada, name="Group")
    ada.confirm("one/lost_item/move/", below="group")

    assert ada.service.topics.path(LOST) == ("group", "lost_item")
    assert can_be_published(ada)


def test_a_topic_cannot_be_below_itself(ada: Pages) -> None:
    add(ada, name="Group")
    ada.confirm("one/lost_item/move/", below="group")
    response = ada.send("one/group/move/", below="lost_item")

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_group_that_loses_its_last_topic_is_retired(ada: Pages) -> None:
    add(ada, name="Group")
    ada.confirm("one/lost_item/move/", below="group")
    shown = ada.send("one/lost_item/move/", below="")
    assert "Nothing is left below" in shown.content.decode()

    ada.confirm("one/lost_item/move/", below="")
    assert "group" not in ada.service.topics


def test_a_merged_topic_is_answered_by_the_other_and_stays_until_the_training(
    ada: Pages,
) -> None:
    ada.confirm("one/lost_item/merge/", into="promo_code")
    service = ada.service

    assert service.template(TemplateId("driver_has_it")).topics == (PROMO,)
    assert service.topics.path(PROMO) == ("lost_item", "promo_code")
    assert service.templates_of(LOST) == service.templates_of(PROMO)
    assert can_be_published(ada)
    assert "Until the next training" in ada.get()


def test_the_merge_page_says_first_what_becomes_of_the_topic(ada: Pages) -> None:
    page = ada.get("one/lost_item/merge/")

    assert "stays in the tree as an empty shell" in page
    assert '<option value="">choose …</option>' in page
    refused = ada.send("one/lost_item/merge/", into="")
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Choose the topic that it becomes part of." in refused.content.decode()


def test_what_a_merge_changes_is_undone_with_one_button(ada: Pages) -> None:
    saved = ada.confirm("one/lost_item/merge/", into="promo_code")

    page = ada.client.get(saved["Location"]).content.decode()
    assert "Undo all of it" in page
    assert "Undo it here as a whole" in page


def test_a_merge_can_be_undone_whole(ada: Pages) -> None:
    before = ada.service
    saved = ada.confirm("one/lost_item/merge/", into="promo_code")
    ada.send("undo/", revisions=saved["Location"].partition("undo=")[2])

    assert ada.service == before


def test_a_topic_that_no_model_knows_is_merged_away(ada: Pages) -> None:
    add(ada)
    ada.confirm("one/wallets_keys/merge/", into="lost_item")

    assert "wallets_keys" not in ada.service.topics


def split_form(**replies: str) -> dict[str, str]:
    names = {"name1": "By card", "id1": "", "name2": "In cash", "id2": "in_cash"}
    return names | {f"of:{template}": number for template, number in replies.items()}


def test_a_split_gives_every_reply_to_a_new_topic(ada: Pages) -> None:
    ada.confirm("one/charged_twice/split/", **split_form(paid_once="1", paid_in_cash="2"))
    service = ada.service

    assert service.template(TemplateId("paid_once")).topics == ("by_card",)
    assert service.template(TemplateId("paid_in_cash")).topics == ("in_cash",)
    assert service.topics.path(TopicId("in_cash")) == ("charged_twice", "in_cash")
    assert can_be_published(ada)


def test_a_split_gets_fields_for_as_many_topics_as_are_asked_for(ada: Pages) -> None:
    assert 'name="name3"' not in ada.get("one/charged_twice/split/")

    form = split_form(paid_once="1") | {"rows": "2", "do": "more"}
    page = ada.send("one/charged_twice/split/", **form)
    words = page.content.decode()
    assert page.status_code == HTTPStatus.OK
    assert 'name="name3"' in words
    assert 'value="By card"' in words

    whole = split_form(paid_once="1", paid_in_cash="3") | {"rows": "3", "name3": "Other"}
    ada.confirm("one/charged_twice/split/", **whole)
    assert "other" in ada.service.topics


def test_a_topic_of_a_split_says_who_decides_until_the_training(ada: Pages) -> None:
    ada.confirm("one/charged_twice/split/", **split_form(paid_once="1", paid_in_cash="2"))
    page = ada.get("one/in_cash/")

    assert "Until then it finds such inquiries as" in page
    assert 'one/charged_twice/">charged twice</a>, whose rung and evidence decide' in page
    assert "It is allowed, but sends nothing before it is proven." in page


def test_a_new_topic_says_that_nothing_is_sent_before_the_training(ada: Pages) -> None:
    add(ada)

    assert "Until then nothing is sent or suggested for it." in ada.get("one/wallets_keys/")


def test_a_reply_that_nobody_placed_keeps_a_topic_from_being_split(ada: Pages) -> None:
    response = ada.send("one/charged_twice/split/", **split_form(paid_once="1"))

    words = response.content.decode()
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "paid_in_cash" in words
    assert 'value="By card"' in words


def test_retiring_what_the_model_finds_switches_it_off(ada: Pages) -> None:
    shown = ada.send("one/lost_item/retire/")
    assert "customers go on writing about it" in shown.content.decode()
    ada.confirm("one/lost_item/retire/")

    assert ada.service.topics[LOST].mode is Mode.OFF
    assert can_be_published(ada)
    again = ada.send("one/lost_item/retire/")
    assert again.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_retiring_what_no_model_knows_takes_it_out_of_the_tree(ada: Pages) -> None:
    add(ada, name="Group")
    add(ada, below="group")
    ada.confirm("one/group/retire/")

    assert ada.service.topics[TopicId("wallets_keys")].parent is None
    assert "group" not in ada.service.topics


def test_saving_what_somebody_changed_meanwhile_shows_the_effect_anew(ada: Pages) -> None:
    shown = ada.send("one/lost_item/retire/")
    ada.send("one/lost_item/", name="Lost things", description="", line="first")
    late = ada.client.post(ada.address("one/lost_item/retire/"), carried(shown.content.decode()))
    assert late.status_code == HTTPStatus.CONFLICT
    assert ada.service.topics[LOST].mode is Mode.AUTO
