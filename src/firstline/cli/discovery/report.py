"""A discovery as a table and a panel for each cluster."""

from collections.abc import Iterator
from pathlib import Path

from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from firstline.analysis.discovery.clusters import Cluster, Discovery, ProposedReply
from firstline.analysis.discovery.near_topics import Evidence, NearTopic

_EVIDENCE = {
    Evidence.AGENTS: "agents answered it so",
    Evidence.WORDS: "it reads like what was answered there",
}


def print_discovery(console: Console, found: Discovery, out: Path | None) -> None:
    console.print(summary(found), highlight=False)
    if found.clusters:
        console.print(_overview(found))
    for number, cluster in enumerate(found.clusters, start=1):
        console.print(_panel(number, cluster))
    if out is not None:
        console.print(f"drafts written to {out}", highlight=False)


def summary(found: Discovery) -> str:
    clusters, covers = found.clusters, sum(cluster.covers for cluster in found.clusters)
    new = sum(cluster.belongs_to is None for cluster in clusters)
    return (
        f"Of {found.inquiries:,} inquiries ({found.first_received:%Y-%m-%d} to "
        f"{found.last_received:%Y-%m-%d}) {found.unanswered:,} had no reply ready: {new} new "
        f"topics, {len(clusters) - new} gaps in known ones, {found.alone:,} like too few others. "
        f"The drafts would cover at most {covers / found.inquiries:.1%} of all inquiries; how much "
        "of it is automatic is known once thresholds are proven."
    )


def _overview(found: Discovery) -> Table:
    table = Table(title="What was not answered", title_justify="left")
    table.add_column("")
    table.add_column("about")
    table.add_column("topic")
    for name in ("inquiries", "with a reply", "covers at most"):
        table.add_column(name, justify="right")
    for number, cluster in enumerate(found.clusters, start=1):
        table.add_row(
            str(number),
            Text(cluster.name),
            Text(f"{'known' if cluster.belongs_to else 'new'}: {cluster.topic_id}"),
            f"{len(cluster.inquiries):,}",
            f"{cluster.answered_by_agents:,}",
            f"{cluster.coverage:.2%}",
        )
    return table


def _panel(number: int, cluster: Cluster) -> Panel:
    title = Text(f"{number} · {cluster.name}", style="bold")
    parts = [Text("\n").join(_lines(cluster)), *map(_reply, cluster.replies)]
    return Panel(Group(*parts), title=title, title_align="left")


def _lines(cluster: Cluster) -> Iterator[Text]:
    """Tell what it is about; what customers write is never read as markup."""
    yield Text(
        f"{len(cluster.inquiries):,} inquiries, {cluster.first_received:%Y-%m-%d} to "
        f"{cluster.last_received:%Y-%m-%d}: {', '.join(cluster.keywords) or 'no keyword'}"
    )
    for message in cluster.messages:
        yield Text(f"  “{message}”")
    if cluster.belongs_to:
        yield from _belongs(cluster.belongs_to)
    if cluster.replies:
        yield Text(
            f"The drafts would cover {cluster.covers:,} of these: at most {cluster.coverage:.2%} "
            f"of all inquiries (not more than {cluster.coverage_at_most:.2%} in the long run)."
        )
    elif cluster.answered_by_agents:
        yield Text("Agents sent no reply in free words often enough to draft one.", style="dim")
    else:
        yield Text("Nobody told what agents sent, so no reply is drafted.", style="dim")


def _belongs(near: NearTopic) -> Iterator[Text]:
    yield Text(
        f"Belongs to the topic {near.topic_id} ({_EVIDENCE[near.evidence]}): a template is missing "
        "there, or a rule is too strict."
    )
    for miss in near.near_misses:
        yield Text(
            f"  {miss.template_id}: `{miss.clause}` failed {miss.failed:,} times, "
            f"{miss.alone:,} times alone"
        )


def _reply(reply: ProposedReply) -> Text:
    check = reply.check
    text = Text(f"\n{reply.template_id}", style="bold")
    text.append(f"  agents wrote it {len(reply.inquiries):,} times\n", style="not bold dim")
    text.append(f"  {reply.text}\n", style="not bold")
    text.append(f"  rule: {reply.rule}\n", style="not bold")
    text.append(f"  {_checked(check.holds, check.right, check.at_least)}", style="not bold dim")
    return text


def _checked(holds: int, right: int, at_least: float) -> str:
    if not holds:
        return "on later inquiries the rule was never true, so nothing is known of it"
    return (
        f"on later inquiries, which it was not learnt from, agents sent this in {right} of "
        f"{holds} where the rule is true (at least {at_least:.0%})"
    )
