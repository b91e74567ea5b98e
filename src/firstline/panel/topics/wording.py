"""Words for what the code names: lines, rungs."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firstline.domain.topics import Line, Mode

LINES: Mapping[Line, Promise] = {
    Line.FIRST: _("First line"),
    Line.EXPERT: _("Expert line"),
}
MODES: Mapping[Mode, Promise] = {
    Mode.OFF: pgettext_lazy("rung of the ladder", "Off"),
    Mode.SHADOW: pgettext_lazy("rung of the ladder", "Shadow"),
    Mode.SUGGEST: pgettext_lazy("rung of the ladder", "Suggest"),
    Mode.AUTO: pgettext_lazy("rung of the ladder", "Auto"),
}
WHAT_MODES_DO: Mapping[Mode, Promise] = {
    Mode.OFF: _("People answer; nothing is suggested."),
    Mode.SHADOW: _("Decides and records what it would do, but people answer."),
    Mode.SUGGEST: _("Shows people the best replies; a person sends."),
    Mode.AUTO: _("Sends a reply by itself where it is sure enough; suggests the rest."),
}
WHAT_TO_SHOW: Mapping[str, Promise] = {
    "changed": _("Changed in the draft"),
    "automatic": _("Answered automatically"),
    "unproven": _("Not proven for automatic replies"),
    "empty": _("Without a reply"),
    "paused": _("Paused"),
}
