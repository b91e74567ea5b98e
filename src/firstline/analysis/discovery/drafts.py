"""Drafts: what was discovered as files that a specialist reads, corrects and pastes."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter

from firstline.analysis.discovery.clusters import Cluster, Discovery, ProposedReply
from firstline.analysis.discovery.past import PastInquiry
from firstline.domain.errors import DiscoveryError
from firstline.domain.facts import FactName, FactValue
from firstline.domain.services import Service
from firstline.domain.templates import TemplateExample

TOPICS, TEMPLATES, HISTORY = "topics.yaml", "templates.yaml", "history.jsonl"
_TITLE = "# Drafted by `firstline discover`. Read every line before it goes anywhere.\n"
_FACTS = TypeAdapter(dict[FactName, FactValue])


def write_drafts(
    found: Discovery, past: Sequence[PastInquiry], service: Service, folder: Path
) -> None:
    """Write entries for `topics.yaml` and `templates.yaml`, and labelled rows for the history.

    Raises:
        DiscoveryError: the folder holds drafts already, or cannot be written.
    """
    files = {
        TOPICS: _yaml("topics", map(_topic, _new(found))),
        TEMPLATES: _yaml("templates", _templates(found, service)),
        HISTORY: "".join(map(_line, _rows(found, past))),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            with (folder / name).open("x", encoding="utf-8") as file:
                file.write(text)
    except FileExistsError as error:
        raise DiscoveryError(f"{error.filename} is there already; name another --out") from error
    except OSError as error:
        raise DiscoveryError(f"{folder} cannot be written: {error.strerror}") from error


def is_drafted(reply: ProposedReply, service: Service) -> bool:
    """A template needs a text in the service's first language; nothing here translates."""
    return reply.language == service.languages[0]


def _new(found: Discovery) -> list[Cluster]:
    return [cluster for cluster in found.clusters if cluster.belongs_to is None]


def _topic(cluster: Cluster) -> dict[str, Any]:
    description = f"Asked {len(cluster.inquiries)} times: {', '.join(cluster.keywords)}."
    return {"id": cluster.topic_id, "name": cluster.name, "description": description}


def _templates(found: Discovery, service: Service) -> Iterator[dict[str, Any]]:
    for cluster in found.clusters:
        for reply in cluster.replies:
            if is_drafted(reply, service):
                yield {
                    "id": reply.template_id,
                    "topics": [cluster.topic_id],
                    "rule": reply.rule,
                    "examples": list(map(_example, reply.examples)),
                    "texts": {str(reply.language): reply.text},
                }


def _example(example: TemplateExample) -> dict[str, Any]:
    moment = {"received_at": example.received_at} if example.received_at else {}
    return {"gets_it": example.gets_it, **moment, "facts": dict(example.facts)}


def _yaml(key: str, entries: Iterable[dict[str, Any]]) -> str:
    content = {key: [{str(k): _plain(v) for k, v in entry.items()} for entry in entries]}
    return _TITLE + yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever YAML can hold
    return (
        [str(v) if isinstance(v, str) else v for v in value] if isinstance(value, list) else value
    )


def _rows(found: Discovery, past: Sequence[PastInquiry]) -> Iterator[dict[str, object]]:
    by_id = {p.inquiry.id: p for p in past if p.is_open}
    for cluster in found.clusters:
        template_of = {i: reply.template_id for reply in cluster.replies for i in reply.inquiries}
        for inquiry_id in cluster.inquiries:
            yield _row(by_id[inquiry_id], cluster, template_of.get(inquiry_id))


def _row(past: PastInquiry, cluster: Cluster, drafted: str | None) -> dict[str, object]:
    inquiry = past.inquiry
    return {
        "id": inquiry.id,
        "conversation_id": inquiry.conversation_id,
        "received_at": inquiry.received_at.isoformat(),
        "customer_id": inquiry.customer_id,
        "text": inquiry.text,
        **_FACTS.dump_python(dict(inquiry.facts), mode="json"),
        "topic": past.topic_id or cluster.topic_id,
        "template_id": drafted or past.template_id,
        "reply": past.reply,
    }


def _line(row: dict[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"
