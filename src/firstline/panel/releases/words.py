"""What analysis and engine name in codes, in words for people."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstline.domain.guarantees import PrecisionGuarantee
from firstline.domain.impacts import Treatment
from firstline.panel.releases.prepared import Finding


def change_kind(code: str) -> str:
    return str(_CHANGES.get(code, code))


def left_out(code: str) -> str:
    return str(_LEFT_OUT.get(code, code))


def treatment(shown: Treatment) -> str:
    """Say what becomes of an inquiry."""
    named = ", ".join(shown.templates)
    match shown.kind:
        case "auto_reply":
            return _("sent %(templates)s") % {"templates": named}
        case "suggestion":
            why = reason(shown.reason)
            return _("suggested %(templates)s: %(why)s") % {"templates": named, "why": why}
        case _:
            return _("to a person: %(why)s") % {"why": reason(shown.reason)}


def reason(code: str | None) -> str:
    return str(_REASONS.get(code or "", (code or "").replace("_", " ")))


def promise(pool: PrecisionGuarantee | None) -> str:
    """Say what is promised for some topics, and on what evidence."""
    if pool is None:
        return _("no promise")
    if pool.threshold is None:
        needed = pool.cases_needed
        if needed is None:
            return _("no promise (%(cases)s cases)") % {"cases": pool.cases}
        return _("no promise (about %(needed)s more labelled cases needed)") % {"needed": needed}
    return _("at least %(target)s %% right from %(from)s %% on (%(right)s of %(answered)s)") % {
        "target": round(100 * pool.target),
        "from": round(100 * pool.threshold),
        "right": pool.right,
        "answered": pool.answered,
    }


def pool(name: str) -> str:
    """Name topics that share a threshold, or two such where some move to another."""
    return " → ".join(str(_POOLS.get(part, part)) for part in name.split(" → "))


def finding(found: Finding) -> str:
    """Say what was found, or what could not be found out."""
    first, *others = found.templates or ("",)
    words = (_QUESTIONS if found.not_decided else _CLAIMS)[found.kind]
    named = {"first": first, "rest": ", ".join(others), "topic": found.topic}
    return str(words) % named + (f": {found.not_decided}" if found.not_decided else "")


_CHANGES: Mapping[str, Promise] = {
    "newly_answered": gettext_lazy("newly answered"),
    "no_longer_answered": gettext_lazy("no longer answered"),
    "answered_differently": gettext_lazy("answered differently"),
    "otherwise_changed": gettext_lazy("otherwise changed"),
    "reworded": gettext_lazy("same reply, new text"),
}
_POOLS: Mapping[str, Promise] = {"all other topics": gettext_lazy("all other topics")}
_LEFT_OUT: Mapping[str, Promise] = {
    "other_model": gettext_lazy("another model decided"),
    "facts_unknown": gettext_lazy("they have facts that the service no longer knows"),
    "predictions_cut": gettext_lazy("they may be about topics too improbable to be logged"),
}
_REASONS: Mapping[str, Promise] = {
    "person_has_spoken": gettext_lazy("a person has spoken"),
    "auto_reply_sent": gettext_lazy("an automatic reply was sent before"),
    "customer_upset": gettext_lazy("the customer is upset"),
    "topic_on_suggest": gettext_lazy("the topic only suggests"),
    "no_guarantee": gettext_lazy("no promise is kept for the topic yet"),
    "below_threshold": gettext_lazy("not sure enough"),
    "paused": gettext_lazy("automatic replies are paused"),
    "customer_asked_for_person": gettext_lazy("the customer asked for a person"),
    "triggered": gettext_lazy("it has words or facts that people answer"),
    "expert_line": gettext_lazy("urgent, to the expert line"),
    "empty_message": gettext_lazy("the message is empty"),
    "auto_responder": gettext_lazy("a machine wrote it"),
    "language_without_templates": gettext_lazy("no templates in this language"),
    "topic_off": gettext_lazy("the topic is off"),
    "topic_in_shadow": gettext_lazy("the topic is in shadow"),
    "no_applicable_template": gettext_lazy("no template fits"),
    "unsure": gettext_lazy("nothing is probable enough"),
}
_CLAIMS: Mapping[str, Promise] = {
    "never true": gettext_lazy(
        "%(first)s is never sent: its rule contradicts itself or the facts (%(topic)s)"
    ),
    "never wins": gettext_lazy(
        "%(first)s never wins: wherever its rule is true, so is that of %(rest)s (%(topic)s)"
    ),
    "always true": gettext_lazy(
        "the rule of %(first)s excludes no order; if that is meant, write always (%(topic)s)"
    ),
    "overlap": gettext_lazy("%(first)s wins over %(rest)s where both rules are true (%(topic)s)"),
    "unanswered": gettext_lazy("no reply fits some orders (%(topic)s)"),
}
_QUESTIONS: Mapping[str, Promise] = {
    "never true": gettext_lazy("whether the rule of %(first)s is ever true (%(topic)s)"),
    "never wins": gettext_lazy("whether %(first)s ever wins over %(rest)s (%(topic)s)"),
    "always true": gettext_lazy("whether the rule of %(first)s excludes any order (%(topic)s)"),
    "overlap": gettext_lazy("whether %(first)s and %(rest)s ever fit one order (%(topic)s)"),
    "unanswered": gettext_lazy("whether some orders have no reply (%(topic)s)"),
}
