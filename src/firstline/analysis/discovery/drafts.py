"""Drafts: what was discovered as files that a specialist reads, corrects and pastes."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import TypeAdapter

from firstline.analysis.discovery.clusters import Cluster, Discovery, ProposedReply
from firstline.analysis.discovery.past import PastInquiry
from firstline.domain.errors import DiscoveryError
from firstline.domain.facts import FactName, FactValue
from firstline.domain.services import Service
from firstline.domain.templates import Template
from firstline.workspace.items import Item, template_item
from firstline.workspace.yaml_texts import yaml_text

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


def _topic(cluster: Cluster) -> Item:
    description = f"Asked {len(cluster.inquiries)} times: {', '.join(cluster.keywords)}."
    return {"id": cluster.topic_id, "name": cluster.name, "description": description}


def _templates(found: Discovery, service: Service) -> Iterator[Item]:
    for cluster in found.clusters:
        for reply in cluster.replies:
            if is_drafted(reply, service):
                yield template_item(
                    Template(
                        id=reply.template_id,
                        topics=(cluster.topic_id,),
                        rule=reply.rule,
                        examples=reply.examples,
                        texts={reply.language: reply.text},
                    )
                )


def _yaml(key: str, entries: Iterable[Item]) -> str:
    return _TITLE + yaml_text({key: list(entries)})


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
