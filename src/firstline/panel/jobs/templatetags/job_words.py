"""Words for jobs on pages, also on those of the audit log."""

from datetime import timedelta

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstline.panel.jobs.kinds import KINDS, in_words

register = template.Library()
register.filter("job_in_words", in_words)
MINUTE, HOUR = 60, 3_600


@register.filter
def started_in_words(subject: str) -> str:
    """Show what a job was started on; the log keeps the name of its kind before it."""
    kind, _space, rest = subject.partition(" ")
    if kind not in KINDS:
        return subject
    return f"{in_words(kind)}: {rest}" if rest else in_words(kind)


@register.filter
def duration(took: timedelta | None) -> str:
    """Show how long something took, in the unit that people would use."""
    if took is None:
        return "–"
    seconds = round(took.total_seconds())
    if seconds < MINUTE:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    if seconds < HOUR:
        minutes = round(seconds / MINUTE)
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours, minutes = divmod(round(seconds / MINUTE), MINUTE)
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
