"""The form of a template, and the item that it stands for."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from firstline.domain.services import Service
from firstline.domain.templates import TemplateAct
from firstline.panel.content.fact_values import as_stored
from firstline.workspace.items import Item

MOST_EXAMPLES = 50


def item_of(
    data: QueryDict, *, template_id: str, rule: str, before: Mapping[str, Any], service: Service
) -> Item:
    """Read a template from its form.

    Args:
        data: what the browser sent.
        template_id: its id.
        rule: its rule, which may have come from the builder.
        before: the item that the form was filled from.
        service: says which languages and facts there are.
    """
    act = data.get("act", TemplateAct.ANSWER)
    equivalents = [name for name in data.getlist("equivalents") if name]
    examples = _examples(data, before.get("examples", []), service)
    return {
        "id": template_id,
        "topics": data.getlist("topics"),
        "rule": _text(rule),
        **({"act": act} if act != TemplateAct.ANSWER else {}),
        **({"equivalents": equivalents} if equivalents else {}),
        **({"examples": examples} if examples else {}),
        "texts": _texts(data, before.get("texts", {}), service),
    }


def _text(text: str) -> str:
    """Browsers end lines as Windows does, and files have no blanks around a text."""
    return text.replace("\r\n", "\n").strip()


def _texts(data: QueryDict, before: Mapping[str, str], service: Service) -> dict[str, str]:
    languages = dict.fromkeys((*before, *service.languages))
    texts = {code: _text(data.get(f"text-{code}", "")) for code in languages}
    return {code: text for code, text in texts.items() if text}


def _examples(
    data: QueryDict, before: Sequence[Mapping[str, Any]], service: Service
) -> list[dict[str, Any]]:
    return [_example(data, key, before, service) for key in data.getlist("example")[:MOST_EXAMPLES]]


def _example(
    data: QueryDict, key: str, before: Sequence[Mapping[str, Any]], service: Service
) -> dict[str, Any]:
    name = f"example-{key}"
    was = before[int(key)] if key.isdecimal() and int(key) < len(before) else {}
    because, moment = data.get(f"{name}-because", "").strip(), data.get(f"{name}-received_at", "")
    facts = _facts(data, name, was.get("facts", {}), service)
    return {
        "gets_it": data.get(f"{name}-gets_it") != "no",
        **({"because": because} if because else {}),
        **({"facts": facts} if facts else {}),
        **({"received_at": moment.strip()} if moment.strip() else {}),
    }


def _facts(
    data: QueryDict, name: str, before: Mapping[str, object], service: Service
) -> dict[str, object]:
    """Read those that the form has inputs for; what the schema lacks stays until it is removed."""
    facts: dict[str, object] = {}
    for fact_name in data.getlist(f"{name}-facts"):
        fact = service.schema.get(fact_name)
        texts = data.getlist(f"{name}-fact-{fact_name}")
        was = before.get(fact_name)
        value = as_stored(fact, texts, was, zone=service.zone) if fact else was
        if value is not None or (fact_name in before and was is None):
            facts[fact_name] = value
    # In the order of before, so that no difference is shown where nobody made one.
    return {name: facts[name] for name in dict.fromkeys((*before, *facts)) if name in facts}


def new_item(service: Service) -> Item:
    """What the form for a new template starts from."""
    return {"id": "", "topics": [], "rule": "always", "texts": {service.languages[0]: ""}}
