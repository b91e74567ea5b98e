"""What a retraining did, in words and tables."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from firstline.analysis.comparison import Comparison, Side
from firstline.analysis.flips import Flip, FlipSample
from firstline.domain.changes import CONFIDENCE, ShareChange
from firstline.domain.templates import TemplateId
from firstline.learning.retraining.gathering import Omission
from firstline.learning.retraining.relabelling import UNDECIDED
from firstline.learning.retraining.reports import Learnt, Report

FLIPS = {
    Flip.RIGHT_TO_WRONG: "right before, wrong now",
    Flip.WRONG_TO_RIGHT: "wrong before, right now",
    Flip.NEWLY_RIGHT: "newly answered, right",
    Flip.NEWLY_WRONG: "newly answered, wrong",
    Flip.NO_LONGER_RIGHT: "no longer answered, was right",
    Flip.NO_LONGER_WRONG: "no longer answered, was wrong",
}
_OMITTED = {
    Omission.NOT_FIRST: "were no first messages",
    Omission.FACTS_UNKNOWN: "have facts that the service no longer knows",
    Omission.RETIRED_TEMPLATE: "were answered with templates that there are no longer",
    Omission.RETIRED_TOPIC: "are about topics that there are no longer",
    Omission.NOBODY_SAID: "have no label: sent automatically and not audited, or without a report "
    "of the agent's answer",
}
_MOST_MOVES = 20


def summary(report: Report) -> str:
    """Say what became of it in one sentence."""
    new, verdict = report.release[:12], report.verdict
    if report.promoted:
        return f"release {new} is live: {'; '.join(verdict.merits)}"
    if verdict.is_better:
        return (
            f"release {new} is better: {'; '.join(verdict.merits)}. "
            f"`firstline publish {new}` makes it live"
        )
    why = verdict.obstacles or ("it is not better in anything that can be told apart from chance",)
    return f"release {report.live[:12]} stays live, {new} is kept aside: {'; '.join(why)}"


def print_report(console: Console, report: Report) -> None:
    for line in (*_learnt(report.learnt), *report.notes):
        console.print(line, highlight=False, markup=False)
    console.print(_numbers(report.comparison))
    console.print(_flips(report.comparison))
    for sample in report.comparison.samples:
        console.print(_sample(sample))
    console.print(f"\n{summary(report)}", highlight=False, markup=False)


def _learnt(learnt: Learnt) -> Iterator[str]:
    sizes = ", ".join(f"{name} {count:,}" for name, count in learnt.splits.items())
    yield f"{learnt.cases:,} labelled inquiries: {sizes}"
    if learnt.labelled.sent:
        yield (
            f"{learnt.labelled.audited:,} of {learnt.labelled.sent:,} automatic replies and "
            f"{learnt.labelled.answered:,} of {learnt.labelled.unsent:,} other inquiries are "
            f"labelled; {learnt.labelled.share:.0%} of each are measured on"
        )
    for move in learnt.moved[:_MOST_MOVES]:
        to = f"count for {move.to} now" if move.to != UNDECIDED else "may be about several topics"
        yield f"{move.cases:,} cases of {move.topic} {to}"
    if (more := len(learnt.moved) - _MOST_MOVES) > 0:
        yield f"and {more:,} more such changes; --json has them all"
    for why, count in learnt.omitted.items():
        yield f"left out {count:,} that {_OMITTED[why]}"


def _numbers(comparison: Comparison) -> Table:
    old, new = comparison.old.scorecard, comparison.new.scorecard
    table = Table(
        title=f"On the same {new.cases:,} inquiries",
        title_justify="left",
        caption="each release with the thresholds of its own calibration",
        caption_justify="left",
    )
    for name in ("", "live", "new", f"difference ({CONFIDENCE:.0%} sure)"):
        table.add_column(name, justify="right" if name else "left")
    table.add_row("topic found", *_change(comparison.accuracy))
    table.add_row("answered automatically (coverage)", *_change(comparison.coverage))
    if comparison.is_held_back:
        table.add_row("would be answered on auto", *_change(comparison.worth))
    table.add_row(
        "right among these (precision)",
        _precision(comparison.old),
        _precision(comparison.new),
        "",
    )
    table.add_row(
        "could be answered at the target",
        f"{comparison.old.coverage_at_target:.1%}",
        f"{comparison.new.coverage_at_target:.1%}",
        "",
    )
    table.add_row("right reply among the best three", *_change(comparison.hits))
    recalls = (old.expert_recall, new.expert_recall)
    table.add_row("expert inquiries routed", *(f"{r.count} of {r.of}" for r in recalls), "")
    return table


def _change(change: ShareChange | None) -> tuple[str, str, str]:
    if change is None:
        return "–", "–", ""
    low, high = 100 * change.low, 100 * change.high
    difference = f"{100 * change.difference:+.1f} points ({low:+.1f} to {high:+.1f})"
    return f"{change.before:.1%}", f"{change.after:.1%}", difference


def _precision(side: Side) -> str:
    precision = side.precision
    return f"{precision.value:.1%} of {precision.of:,}" if precision.of else "–"


def _flips(comparison: Comparison) -> Table:
    table = Table(title="What changes", title_justify="left")
    table.add_column("automatic reply")
    table.add_column("inquiries", justify="right")
    for flip, words in FLIPS.items():
        table.add_row(words, f"{comparison.flips.get(flip, 0):,}")
    return table


def _sample(sample: FlipSample) -> Text:
    """Draw an inquiry; what customers write is never read as markup."""
    text = Text(f"\n{FLIPS[sample.flip]}", style="bold")
    text.append(f"  {sample.received_at:%Y-%m-%d %H:%M}  {sample.inquiry_id}\n", style="dim")
    text.append(f"  “{sample.text}”\n", style="not bold")
    agent = sample.template_id or "no template"
    text.append(
        f"  {_sent(sample.before)} → {_sent(sample.after)}; agent: {agent}", style="not bold"
    )
    return text


def _sent(template_id: TemplateId | None) -> str:
    return template_id or "to a person"
