from collections.abc import Iterable, Mapping
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.property.workspace import strategies
from tests.property.workspace.folders import reloaded

from firstline.domain.services import Service
from firstline.domain.templates import Template
from firstline.domain.topics import Topic
from firstline.domain.triggers import Trigger
from firstline.workspace.editing import Edits, ItemEdits, edited_service
from firstline.workspace.items import Item, settings_items, template_item, topic_item, trigger_item


@settings(max_examples=25)
@given(st.data())
def test_edits_from_one_service_to_another_of_the_same_settings_lead_there(
    data: st.DataObject,
) -> None:
    around = data.draw(strategies.settings())
    one = data.draw(strategies.contents(around)).in_service(around)
    other = data.draw(strategies.contents(around)).in_service(around)

    edited, problems = edited_service(one, edits(one, other))

    assert problems == ()
    assert {topic.id: topic for topic in edited.topics} == {t.id: t for t in other.topics}
    assert {each.id: each for each in edited.templates} == {t.id: t for t in other.templates}
    assert {each.id: each for each in edited.triggers} == {t.id: t for t in other.triggers}
    assert (
        replace(edited, topics=other.topics, templates=other.templates, triggers=other.triggers)
        == other
    )
    assert reloaded(edited, ()) == (edited, ())


@settings(max_examples=25)
@given(st.data())
def test_saying_all_of_a_service_again_changes_nothing(data: st.DataObject) -> None:
    service = data.draw(strategies.services())
    again = Edits(
        templates=template_items(service.templates),
        topics=topic_items(service.topics),
        triggers=trigger_items(service.triggers),
        settings=settings_items(service),
    )

    assert edited_service(service, again) == (service, ())
    assert edited_service(service, Edits()) == (service, ())


def edits(one: Service, other: Service) -> Edits:
    return Edits(
        templates=changed(template_items(one.templates), template_items(other.templates)),
        topics=changed(topic_items(one.topics), topic_items(other.topics)),
        triggers=changed(trigger_items(one.triggers), trigger_items(other.triggers)),
    )


def changed(before: Mapping[str, Item], after: Mapping[str, Item]) -> ItemEdits:
    removed = dict.fromkeys(before.keys() - after.keys())
    return removed | {key: item for key, item in after.items() if before.get(key) != item}


def template_items(templates: Iterable[Template]) -> dict[str, Item]:
    return {str(template.id): template_item(template) for template in templates}


def topic_items(topics: Iterable[Topic]) -> dict[str, Item]:
    return {str(topic.id): topic_item(topic) for topic in topics}


def trigger_items(triggers: Iterable[Trigger]) -> dict[str, Item]:
    return {str(trigger.id): trigger_item(trigger) for trigger in triggers}
