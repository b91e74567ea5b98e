"""Words for jobs on pages, also on those of the audit log."""

from django import template

from firstline.panel.jobs.kinds import KINDS, in_words

register = template.Library()
register.filter("job_in_words", in_words)


@register.filter
def started_in_words(subject: str) -> str:
    """Show what a job was started on; the log keeps the name of its kind before it."""
    kind, _space, rest = subject.partition(" ")
    if kind not in KINDS:
        return subject
    return f"{in_words(kind)}: {rest}" if rest else in_words(kind)
