"""An impact in words and tables."""

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from firstline.analysis.share_changes import DAYS_WANTED
from firstline.domain.changes import CONFIDENCE, PromiseChange
from firstline.domain.guarantees import PrecisionGuarantee
from firstline.domain.impacts import Change, Impact, LeftOut, Sample, Treatment

WORDS = {
    Change.NEWLY_ANSWERED: "newly answered",
    Change.NO_LONGER_ANSWERED: "no longer answered",
    Change.ANSWERED_DIFFERENTLY: "answered differently",
    Change.OTHERWISE_CHANGED: "otherwise changed",
}
_LEFT_OUT = {
    LeftOut.OTHER_MODEL: "were decided by another model",
    LeftOut.FACTS_UNKNOWN: "have facts that the service no longer knows",
    LeftOut.PREDICTIONS_CUT: "may be about topics too improbable to have been logged",
}
_MOST_ROWS = 20


def summary(impact: Impact) -> str:
    """Say all of it in one sentence."""
    coverage = impact.coverage
    counts = {change: impact.counts[change] for change in WORDS}
    total = sum(counts.values())
    listed = ", ".join(f"{count:,} {WORDS[change]}" for change, count in counts.items() if count)
    return (
        f"Of {impact.inquiries:,} inquiries ({impact.first_received:%Y-%m-%d} to "
        f"{impact.last_received:%Y-%m-%d}) {f'{total:,}' if total else 'nothing'} would be "
        f"treated otherwise{f' ({listed})' if total else ''}: coverage goes from "
        f"{coverage.before:.1%} to {coverage.after:.1%}."
    )


def notes(impact: Impact) -> Iterator[str]:
    """Say what to keep in mind when reading the numbers."""
    if impact.reworded.inquiries:
        yield f"{impact.reworded.inquiries:,} customers would get the same reply in other words."
    coverage = impact.coverage
    if coverage.blocks < DAYS_WANTED:
        days = "day" if coverage.blocks == 1 else "days"
        yield (
            f"The interval rests on {coverage.blocks} {days} only; replay at least {DAYS_WANTED} "
            "before trusting it."
        )
    for reason, count in impact.left_out.items():
        yield f"{count:,} further inquiries are left out: they {_LEFT_OUT[reason]}."
    if impact.flips:
        first = ", ".join(impact.flips[:3])
        yield (
            f"{len(impact.flips):,} decisions come out otherwise even without the change "
            f"({first}); `firstline replay {impact.flips[0]}` shows more."
        )


def print_impact(console: Console, impact: Impact, further: Iterable[str]) -> None:
    """Print the summary, what to keep in mind, then the tables that have rows."""
    console.print(summary(impact), highlight=False)
    for note in (*notes(impact), *further):
        console.print(note, style="yellow", highlight=False)
    console.print(_totals(impact))
    for table in (_topics(impact), _templates(impact), _promises(impact.promises)):
        if table.row_count:
            console.print(table)
    for sample in impact.samples:
        console.print(_sample(sample))


def _table(title: str, *columns: str, caption: str | None = None) -> Table:
    table = Table(title=title, title_justify="left", caption=caption, caption_justify="left")
    for number, name in enumerate(columns):
        table.add_column(name, justify="right" if number else "left")
    return table


def _totals(impact: Impact) -> Table:
    table = _table("Automatic replies", "", "now", "with the change", "difference")
    coverage = impact.coverage
    table.add_row(
        "coverage",
        f"{coverage.before:.1%}",
        f"{coverage.after:.1%}",
        f"{_points(coverage.difference)} ({CONFIDENCE:.0%} sure: {_points(coverage.low)} "
        f"to {_points(coverage.high)})",
    )
    old, new = impact.expected_precision_before, impact.expected_precision_after
    difference = _points(new - old) if old is not None and new is not None else "–"
    table.add_row("expected precision", _percent(old), _percent(new), difference)
    return table


def _points(difference: float) -> str:
    return f"{100 * difference:+.1f} points"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _topics(impact: Impact) -> Table:
    table = _table("By topic", "topic", *WORDS.values())
    for tally in impact.topics[:_MOST_ROWS]:
        counts = [getattr(tally, change.value) for change in WORDS]
        table.add_row(tally.topic_id or "none", *(f"{count:,}" for count in counts))
    return _with_rest(table, len(impact.topics))


def _templates(impact: Impact) -> Table:
    table = _table("By template, in what changes", "template", "sent", "suggested")
    for tally in impact.templates[:_MOST_ROWS]:
        table.add_row(
            tally.template_id,
            f"{tally.sent_before:,} → {tally.sent_after:,}",
            f"{tally.suggested_before:,} → {tally.suggested_after:,}",
        )
    return _with_rest(table, len(impact.templates))


def _with_rest(table: Table, rows: int) -> Table:
    if rows > _MOST_ROWS:
        table.caption = f"and {rows - _MOST_ROWS:,} more; --json has them all"
    return table


def _promises(changes: Iterable[PromiseChange]) -> Table:
    table = _table("Promises", "topics", "now", "with the change", "")
    for change in changes:
        effect = "lost" if change.is_lost else "gained" if change.is_gained else ""
        table.add_row(change.name, _evidence(change.before), _evidence(change.after), effect)
    return table


def _evidence(guarantee: PrecisionGuarantee | None) -> str:
    if guarantee is None:
        return "no promise"
    if guarantee.threshold is None:
        return f"no promise ({guarantee.cases} cases)"
    seen = f"{guarantee.right} of {guarantee.answered} right"
    return f"≥ {guarantee.target:.0%} from {guarantee.threshold:.2f} ({seen})"


def _sample(sample: Sample) -> Text:
    """Draw an inquiry; what customers write is never read as markup."""
    text = Text(f"\n{WORDS[sample.change]}", style="bold")
    text.append(f"  {sample.received_at:%Y-%m-%d %H:%M}  {sample.decision_id}\n", style="dim")
    text.append(f"  “{sample.text}”\n", style="not bold")
    if sample.facts:
        facts = ", ".join(f"{name} {value}" for name, value in sample.facts.items())
        text.append(f"  {facts}\n", style="not bold dim")
    text.append(f"  {_treated(sample.before)} → {_treated(sample.after)}", style="not bold")
    return text


def _treated(treatment: Treatment) -> str:
    shown = ", ".join(treatment.templates)
    probability = f" ({treatment.probability:.2f})" if treatment.probability is not None else ""
    match treatment.kind:
        case "auto_reply":
            return f"sent {shown}{probability}"
        case "suggestion":
            return f"suggested {shown}{probability}: {treatment.reason}"
        case _:
            return f"to a person: {treatment.reason}"
