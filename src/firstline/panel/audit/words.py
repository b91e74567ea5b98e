"""What people did, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstline.panel.audit.log import Action

WORDS: Mapping[str, Promise] = {
    Action.SIGNED_IN: _("signed in"),
    Action.SIGNED_OUT: _("signed out"),
    Action.EDITED: _("edited"),
    Action.UNDONE: _("took an edit back"),
    Action.APPROVED: _("approved"),
    Action.ASKED: _("asked for publication"),
    Action.SENT_BACK: _("sent back for revision"),
    Action.PUBLISHED: _("published"),
    Action.ROLLED_BACK: _("rolled back"),
    Action.OVERRODE: _("published against the policy"),
    Action.JOB_STARTED: _("started a job"),
    Action.IMPORTED: _("imported"),
    Action.EXPORTED: _("exported"),
    Action.ANNOTATED: _("annotated"),
    Action.CANARY_STARTED: _("started a canary"),
    Action.CANARY_STOPPED: _("stopped a canary"),
    Action.MEMBER_CHANGED: _("changed a membership"),
    Action.ACCOUNT_CHANGED: _("changed an account"),
    Action.PASSWORD_SET: _("set a password"),
    Action.SETTINGS_CHANGED: _("changed settings"),
    Action.SERVICE_MADE: _("made a service"),
    Action.SERVICE_CLOSED: _("closed a service"),
    Action.REMOVED: _("removed"),
    Action.PAUSED: _("paused automatic replies"),
    Action.RESUMED: _("resumed automatic replies"),
    Action.KEY_MADE: _("made a key"),
    Action.KEY_REVOKED: _("revoked a key"),
    Action.WEBHOOK_MADE: _("made a webhook"),
    Action.WEBHOOK_CHANGED: _("changed a webhook"),
    Action.WEBHOOK_SECRET: _("changed the secrets of a webhook"),
    Action.WEBHOOK_SENT: _("sent a webhook"),
    Action.CUSTOMER_DATA_READ: _("looked customer data up"),
    Action.CUSTOMER_DATA_UPDATED: _("updated customer data"),
    Action.APPOINTMENT_MOVED: _("moved an appointment"),
    Action.APPOINTMENT_CALLED_OFF: _("called an appointment off"),
    Action.ACCESSES_SEALED: _("sealed the log of accesses"),
}


def in_words(action: str) -> str:
    """Say what was done; an action of a later version by its own name."""
    return str(WORDS.get(action, action.replace("_", " ")))
