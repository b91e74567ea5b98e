from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from firstline.panel.insights.figures import Share
from firstline.panel.tags import percent

register = template.Library()


@register.filter
def between(share: Share) -> str:
    """Show the interval of a share, and how many it rests on."""
    if not share.of:
        return _("nothing yet")
    of = _("%(count)s of %(of)s") % {
        "count": number_format(share.count, force_grouping=True),
        "of": number_format(share.of, force_grouping=True),
    }
    ends = {"low": percent(share.low), "high": percent(share.high)}
    return f"{of}; " + _("%(low)s to %(high)s") % ends
