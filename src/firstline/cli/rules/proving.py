"""What `rules prove` may be about: rules of a service, a change of them, one rule as text."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console

from firstline.analysis.rule_proofs import (
    Finding,
    FindingKind,
    Ranking,
    ServiceProofs,
)
from firstline.cli.progress import progress_bars
from firstline.cli.rules.proof_of_rules import of_rule, of_versions
from firstline.cli.rules.proof_report import Entry, Report
from firstline.cli.rules.sources import unknown_template
from firstline.domain.facts import did_you_mean
from firstline.domain.services import Service
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId
from firstline.release.reader import read_release
from firstline.release.store import ReleaseStore
from firstline.rules import compile_rule, format_rule, parse
from firstline.workspace import load_schema, load_service
from firstline.workspace.changes import load_change


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What of the service; all of it if neither is named."""

    topic: str = ""
    template: str = ""


def of_service(folder: str, chosen: Chosen, *, store: Path, timeout_s: float) -> Report:
    service = load_service(Path(folder))
    ranking, words = _ranking(service, store)
    proofs = ServiceProofs(service=service, ranking=ranking, timeout_s=timeout_s)
    findings = _findings(proofs, chosen)
    return Report(
        entries=tuple(_entry(finding, service) for finding in findings),
        subject=chosen.template or chosen.topic or service.name,
        ranking=words,
        is_short=chosen == Chosen(),
    )


def of_change(folder: str, change: Path, *, store: Path, timeout_s: float) -> Report:
    """Look at the rules that a change file changes: by themselves, and beside the older ones."""
    before = load_service(Path(folder))
    service = load_change(change, before)
    ranking, words = _ranking(service, store)
    proofs = ServiceProofs(service=service, ranking=ranking, timeout_s=timeout_s)
    older = {template.id: template.rule for template in before.templates}
    entries: list[Entry] = []
    for template in service.templates:
        if older.get(template.id) != template.rule:
            found = proofs.of_template(template.id)
            entries += (_entry(finding, service) for finding in found)
        if older.get(template.id, template.rule) != template.rule:
            rules = parse(older[template.id]), parse(template.rule)
            entries += of_versions(*rules, service.schema, timeout_s, about=template.id)
    return Report(entries=tuple(entries), subject=change.name, ranking=words)


def _ranking(service: Service, store: Path) -> tuple[Ranking, str]:
    releases = ReleaseStore(store)
    if digest := releases.live():
        release = read_release(releases.folder(digest))
        if release.service.name == service.name:
            words = f"the one wins that agents used more, as release {digest[:12]} has it"
            return Ranking(ranker=release.model.ranker), words
    return Ranking(), "the one wins that comes first in templates.yaml, for want of a release"


def _findings(proofs: ServiceProofs, chosen: Chosen) -> list[Finding]:
    service = proofs.service
    if chosen.template:
        known = [template.id for template in service.templates]
        if chosen.template not in known:
            raise unknown_template(chosen.template, known)
        return list(proofs.of_template(TemplateId(chosen.template)))
    if chosen.topic:
        if chosen.topic not in service.topics:
            hint = did_you_mean(chosen.topic, tuple(topic.id for topic in service.topics))
            raise typer.BadParameter(f"there is no topic `{chosen.topic}`{hint}")
        return list(proofs.of_topic(TopicId(chosen.topic)))
    return list(proofs.of_topics(_watched(proofs.topics())))


def _watched(topics: tuple[TopicId, ...]) -> Iterator[TopicId]:
    with progress_bars(Console(stderr=True)) as bars:
        yield from bars.track(topics, description="proving")


def _entry(finding: Finding, service: Service) -> Entry:
    return Entry(
        severity=finding.severity,
        text=f"{_words(finding)} ({finding.topic_id})",
        rules={id_: service.template(id_).rule for id_ in finding.templates},
        example=finding.example,
        details={
            "kind": finding.kind,
            "topic": finding.topic_id,
            "templates": list(finding.templates),
            "not_decided": finding.not_decided or None,
        },
    )


def _words(finding: Finding) -> str:
    first, *others = (f"`{template}`" for template in finding.templates or ("",))
    rest = " and ".join(others)
    if finding.not_decided:
        asked = _QUESTIONS[finding.kind].format(first=first, rest=rest)
        return f"{asked}: {finding.not_decided}"
    return _CLAIMS[finding.kind].format(first=first, rest=rest)


_CLAIMS = {
    FindingKind.NEVER_TRUE: "{first} is never sent: its rule contradicts itself or the facts",
    FindingKind.NEVER_WINS: "{first} never wins: wherever its rule is true, so is that of {rest}",
    FindingKind.ALWAYS_TRUE: "the rule of {first} excludes no order; if that is meant, write "
    "`always`",
    FindingKind.OVERLAP: "{first} wins over {rest} where both rules are true",
    FindingKind.UNANSWERED: "no reply fits some orders",
}
_QUESTIONS = {
    FindingKind.NEVER_TRUE: "whether the rule of {first} is ever true",
    FindingKind.NEVER_WINS: "whether {first} ever wins over {rest}",
    FindingKind.ALWAYS_TRUE: "whether the rule of {first} excludes any order",
    FindingKind.OVERLAP: "whether {first} and {rest} ever fit one order",
    FindingKind.UNANSWERED: "whether some orders have no reply",
}


def of_text(text: str, schema: Path, *, against: str, timeout_s: float) -> Report:
    facts = load_schema(schema)
    rule = compile_rule(text, facts).condition
    entries = list(of_rule(rule, facts, timeout_s))
    if against:
        older = compile_rule(against, facts).condition
        entries += of_versions(older, rule, facts, timeout_s)
    return Report(entries=tuple(entries), subject=format_rule(rule))
