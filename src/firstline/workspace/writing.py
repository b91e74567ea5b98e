"""Write a service as the files that a folder of it holds."""

import re
from collections.abc import Sequence

from firstline.domain.examples import ExampleCustomer
from firstline.domain.services import Service
from firstline.domain.topics import Topic, TopicId, TopicTree
from firstline.workspace.examples import EXAMPLES
from firstline.workspace.items import (
    Item,
    customers_item,
    settings_items,
    template_item,
    topic_item,
    trigger_item,
)
from firstline.workspace.loading import TEMPLATES, TOPICS, WORKSPACE
from firstline.workspace.yaml_texts import yaml_text

_UNSAID = Topic(id=TopicId(""), name="")
"""What a topic has by default, as if the roots were its children."""


def service_files(service: Service, examples: Sequence[ExampleCustomer] = ()) -> dict[str, str]:
    """Return name → text of each file; loaded from a folder they are the service again.

    Args:
        service: its topics in the order of a file, each followed by all below it.
        examples: customers who all write at one time, as those of one file do.
    """
    files = {
        WORKSPACE: yaml_text(settings_items(service)) + _triggers(service),
        TOPICS: yaml_text({"topics": _topics(service.topics, None)}),
        TEMPLATES: _spaced({"templates": [template_item(each) for each in service.templates]}),
    }
    return files | ({EXAMPLES: _spaced(customers_item(examples))} if examples else {})


def _triggers(service: Service) -> str:
    items = [trigger_item(trigger) for trigger in service.triggers]
    return _spaced({"triggers": items}) if items else ""


def _topics(tree: TopicTree, parent: Topic | None) -> list[Item]:
    above = parent.id if parent else None
    return [_topic(tree, topic, parent) for topic in tree if topic.parent == above]


def _topic(tree: TopicTree, topic: Topic, parent: Topic | None) -> Item:
    """Say line and mode only where the topics above do not."""
    above, item = parent or _UNSAID, topic_item(topic)
    unsaid = {"parent"} | {key for key in ("line", "mode") if item[key] == getattr(above, key)}
    said = {key: value for key, value in item.items() if key not in unsaid}
    children = _topics(tree, topic)
    return said | ({"children": children} if children else {})


def _spaced(content: Item) -> str:
    """Put an empty line between items; no other line is indented by two spaces alone."""
    return re.sub(r"(?<!:)\n(?=  - )", "\n\n", yaml_text(content))
