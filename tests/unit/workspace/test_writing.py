import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from firstline.domain.services import Service
from firstline.domain.templates import Language
from firstline.domain.topics import Mode, TopicId
from firstline.workspace import load_examples, load_service
from firstline.workspace.items import settings_items, template_item, topic_item
from firstline.workspace.writing import service_files


@pytest.fixture
def shop(a_shop: Callable[..., Path]) -> Service:
    return load_service(a_shop())


def test_the_example_service_is_written_and_loaded_as_it_was(
    pytestconfig: pytest.Config, tmp_path: Path
) -> None:
    folder = pytestconfig.rootpath / "examples" / "rides"
    rides = load_service(folder)
    examples = load_examples(folder, rides)

    for name, text in service_files(rides, examples).items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    again = load_service(tmp_path)
    assert again == rides
    assert load_examples(tmp_path, again) == examples


def test_a_person_reads_the_topics_as_a_tree_with_only_what_differs(shop: Service) -> None:
    assert service_files(shop)["topics.yaml"] == (
        "topics:\n"
        "  - id: payment\n"
        "    name: Payment\n"
        "    children:\n"
        "      - id: charged_twice\n"
        "        name: Charged twice\n"
        "  - id: safety\n"
        "    name: Safety\n"
        "    line: expert\n"
        "    mode: suggest\n"
        "    children:\n"
        "      - id: accident\n"
        "        name: Accident\n"
        "      - id: lost_child\n"
        "        name: Lost child\n"
        "        mode: off\n"
        "  - id: out_of_scope\n"
        "    name: Out of scope\n"
    )


def test_a_person_reads_templates_apart_from_each_other_and_without_defaults(
    shop: Service,
) -> None:
    first, second = shop.templates
    long = replace(
        second,
        texts={
            Language("en"): "We are sorry 🚕. " * 7 + "Yours",
            Language("no"): "Hei,\n\nvi beklager.",
        },
    )

    text = service_files(replace(shop, templates=(first, long)))["templates.yaml"]

    assert text.endswith(
        "\n"
        "\n"
        "  - id: ask_bank\n"
        "    topics:\n"
        "      - charged_twice\n"
        "      - accident\n"
        "    rule: always\n"
        "    act: courtesy\n"
        "    texts:\n"
        "      en: >-\n"
        "        We are sorry 🚕. We are sorry 🚕. We are sorry 🚕. We are sorry 🚕."
        " We are sorry 🚕. We are sorry 🚕.\n"
        "        We are sorry 🚕. Yours\n"
        "      no: |-\n"
        "        Hei,\n"
        "\n"
        "        vi beklager.\n"
    )


def test_without_example_customers_there_is_no_file_of_them(shop: Service) -> None:
    assert list(service_files(shop)) == ["workspace.yaml", "topics.yaml", "templates.yaml"]


def test_items_are_json_without_what_their_file_would_not_say(shop: Service) -> None:
    accident = topic_item(shop.topics[TopicId("accident")])

    assert accident == {
        "id": "accident",
        "name": "Accident",
        "line": "expert",
        "mode": Mode.SUGGEST.value,
        "parent": "safety",
    }
    assert template_item(shop.templates[1]) == {
        "id": "ask_bank",
        "topics": ["charged_twice", "accident"],
        "rule": "always",
        "act": "courtesy",
        "texts": {"en": "Please ask your bank."},
    }
    items = [accident, *map(template_item, shop.templates), settings_items(shop)]
    assert json.loads(json.dumps(items)) == items
