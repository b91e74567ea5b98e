"""Objections of the gate as sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstline.domain.impacts import Cause
from firstline.panel.releases.gate import Loss, Objection
from firstline.panel.releases.words import pool


def in_words(objection: Objection) -> str:
    named = ", ".join(cause_name(cause) for cause in objection.causes)
    words = _WORDS[objection.loss](objection)
    return words + (" " + _("Caused by: %(causes)s.") % {"causes": named} if named else "")


def cause_name(cause: Cause) -> str:
    if cause.template_id:
        return cause.template_id
    if cause.topic_id:
        return _("topic %(topic)s") % {"topic": cause.topic_id}
    return _("other changes")


def _coverage(objection: Objection) -> str:
    return _(
        "It would answer %(lost).1f points less of all inquiries automatically; this service "
        "accepts %(accepted).1f."
    ) % {"lost": 100 * objection.lost, "accepted": 100 * objection.accepted}


def _precision(objection: Objection) -> str:
    return _(
        "Its automatic replies would be right %(lost).1f points less often; this service accepts "
        "%(accepted).1f."
    ) % {"lost": 100 * objection.lost, "accepted": 100 * objection.accepted}


def _promises(objection: Objection) -> str:
    pools = ", ".join(map(pool, objection.pools))
    return ngettext(
        "The promise of precision would be lost for %(pools)s.",
        "Promises of precision would be lost for %(pools)s.",
        len(objection.pools),
    ) % {"pools": pools}


_WORDS = {Loss.COVERAGE: _coverage, Loss.PRECISION: _precision, Loss.PROMISES: _promises}
