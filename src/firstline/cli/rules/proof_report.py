"""What `rules prove` prints: every finding with its rules and an order that shows it."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from firstline.analysis.rule_proofs import Severity
from firstline.domain.facts import FactValue
from firstline.rules.explanation import shown
from firstline.rules.proofs import Witness


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    severity: Severity
    text: str
    details: Mapping[str, object]
    """What it says, for programs."""
    rules: Mapping[str, str] = field(default_factory=dict)
    """Template → text of its rule."""
    example: Witness | None = None

    def lines(self) -> Iterator[str]:
        yield f"{self.severity}: {self.text}"
        yield from (f"    {template}: {rule}" for template, rule in self.rules.items())
        if self.example:
            yield "    for example:"
            for name, value in self.example.facts.items():
                yield f"        {name}: {shown(value)}"
            yield f"        received_at: {shown(self.example.received_at)}"

    def short_lines(self) -> Iterator[str]:
        yield f"{self.severity}: {self.text}"
        if self.example:
            facts = self.example.facts.items()
            yield "    " + ", ".join(f"{name}: {shown(value)}" for name, value in facts)

    def as_json(self) -> dict[str, object]:
        return {
            "severity": self.severity,
            **self.details,
            "example": _as_json(self.example) if self.example else None,
        }


def _as_json(example: Witness) -> dict[str, object]:
    facts = {name: _json_value(value) for name, value in example.facts.items()}
    return {"facts": facts, "received_at": example.received_at.isoformat()}


def _json_value(value: FactValue) -> object:
    plain = isinstance(value, str | int | tuple | None)
    return value if plain else shown(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    entries: tuple[Entry, ...]
    subject: str
    """What was looked at."""
    ranking: str = ""
    """How it was decided who wins; empty where nobody can."""
    is_short: bool = False
    """Notes in two lines: those of a whole service fill books."""

    @property
    def exit_code(self) -> int:
        found = self._counts()
        if found[Severity.DEFECT]:
            return 1
        return 3 if found[Severity.NOT_DECIDED] else 0

    def as_text(self) -> str:
        lines = [f"Where two replies fit, {self.ranking}.", ""] if self.ranking else []
        for entry in self.entries:
            is_short = self.is_short and entry.severity is Severity.NOTE
            lines += entry.short_lines() if is_short else entry.lines()
        found = self._counts()
        counted = ", ".join(f"{found[severity]} {words}" for severity, words in _COUNTED.items())
        return "\n".join([*lines, f"{self.subject}: {counted}"])

    def as_json(self) -> str:
        document = {"ranking": self.ranking, "findings": [e.as_json() for e in self.entries]}
        return json.dumps(document, indent=1, ensure_ascii=False)

    def _counts(self) -> Counter[Severity]:
        return Counter(entry.severity for entry in self.entries)


_COUNTED = {
    Severity.DEFECT: "to repair",
    Severity.NOTE: "to know",
    Severity.NOT_DECIDED: "not decided",
}
