"""Items of a release as plain data, as drafts keep them."""

from typing import Any

from firstline.domain.services import Service
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId
from firstline.panel.content.models import Kind
from firstline.workspace.items import settings_items, template_item, topic_item, trigger_item


def item_in(service: Service, kind: Kind, key: str) -> Any:  # noqa: ANN401 - JSON
    """Return an item as plain data; `None` where the service has none of this key."""
    match kind:
        case Kind.TEMPLATE:
            known = {template.id for template in service.templates}
            return template_item(service.template(TemplateId(key))) if key in known else None
        case Kind.TOPIC:
            topics = service.topics
            return topic_item(topics[TopicId(key)]) if TopicId(key) in topics else None
        case Kind.TRIGGER:
            found = (trigger_item(each) for each in service.triggers if each.id == key)
            return next(found, None)
        case Kind.SETTINGS:
            return settings_items(service).get(key)
