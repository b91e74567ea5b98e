"""The form of a trigger, and the item that it stands for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from firstline.domain.errors import Problem
from firstline.domain.services import Service
from firstline.domain.topics import Line
from firstline.domain.triggers import ALWAYS, Trigger
from firstline.panel.content.builder.laying_out import PartView, laid_out
from firstline.panel.content.checking import Checked, checked_as
from firstline.panel.content.rule_states import RuleState, from_text, read_rule
from firstline.workspace.items import Item
from firstline.workspace.settings import Settings
from firstline.workspace.triggers import read_triggers


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsField:
    language: str
    text: str
    """One word or phrase a line."""
    problems: tuple[Problem, ...]

    @property
    def count(self) -> int:
        return len(self.text.splitlines())


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerForm:
    item: Item
    service: Service
    rule: RuleState
    checked: Checked[Trigger]

    @property
    def words(self) -> list[WordsField]:
        words: Mapping[str, list[str]] = self.item.get("words", {})
        return [
            WordsField(
                language=code,
                text="\n".join(words.get(code, ())),
                problems=tuple(self.checked.of(f"words.{code}")),
            )
            for code in dict.fromkeys((*self.service.languages, *words))
        ]

    @property
    def lines(self) -> list[tuple[Line, bool]]:
        chosen = self.item.get("line", Line.FIRST)
        return [(line, line == chosen) for line in Line]

    @property
    def builder(self) -> PartView | None:
        group = self.rule.group
        return laid_out(group, self.service.schema, self.rule.faults) if group else None

    @property
    def trigger(self) -> Trigger | None:
        """The trigger, if it is one that could be live."""
        return self.checked.value if self.rule.is_fine and not self.checked.count else None


def filled_from(item: Item, service: Service) -> TriggerForm:
    rule = from_text(item.get("rule", ALWAYS), service.schema)
    return TriggerForm(item=item, service=service, rule=rule, checked=checked(item, service))


def read_form(data: QueryDict, trigger_id: str, service: Service) -> TriggerForm:
    """Read what the browser sent, whatever is wrong with it."""
    rule = read_rule(data, service.schema, zone=service.zone)
    if not rule.is_built and not rule.text.strip():
        rule = from_text(ALWAYS, service.schema)
    item = _item(data, trigger_id, rule.text.strip(), service)
    return TriggerForm(item=item, service=service, rule=rule, checked=checked(item, service))


def checked(item: Mapping[str, Any], service: Service) -> Checked[Trigger]:
    settings = Settings.of(service)
    return checked_as("triggers", item, lambda document: read_triggers(document, settings))


def _item(data: QueryDict, trigger_id: str, rule: str, service: Service) -> Item:
    """Write it in the order of the file, without what the file would leave out."""
    line = data.get("line", Line.FIRST)
    words = _words(data, service)
    return {
        "id": trigger_id,
        "name": data.get("name", "").strip(),
        **({"line": line} if line != Line.FIRST else {}),
        **({"words": words} if words else {}),
        **({"rule": rule} if rule != ALWAYS else {}),
    }


def _words(data: QueryDict, service: Service) -> dict[str, list[str]]:
    sent = (name.removeprefix("words-") for name in data if name.startswith("words-"))
    lines = {
        code: [line.strip() for line in data.get(f"words-{code}", "").splitlines() if line.strip()]
        for code in dict.fromkeys((*service.languages, *sent))
        if f"words-{code}" in data
    }
    return {code: words for code, words in lines.items() if words}
