"""What an agent answers best, so that the queue “For me” shows what fits."""

from django.db.models import Q

from firstline.domain.errors import ReleaseError
from firstline.domain.topics import TopicId
from firstline.panel.accounts.models import Membership
from firstline.panel.inbox.models import Skills
from firstline.panel.services.live import live_release
from firstline.panel.services.models import HostedService


def skills_of(member: Membership) -> Skills:
    """Find what was chosen for somebody; nothing chosen means that anything fits."""
    return Skills.objects.filter(member=member).first() or Skills(member=member)


def fitting(member: Membership) -> Q:
    """What of all conversations fits somebody: each part narrows it down only if it is chosen.

    A conversation whose language or topic nobody knows yet fits everybody.
    """
    skills = skills_of(member)
    found = Q()
    if skills.topics:
        known = subtrees(member.service, skills.topics)
        found &= Q(topic_id__in=["", *known])
    if skills.languages:
        found &= Q(language__in=["", *skills.languages])
    if skills.lines:
        found &= Q(line__in=skills.lines)
    return found


def subtrees(service: HostedService, topics: list[str]) -> list[str]:
    """Name topics and all below them; a damaged release narrows down to the topics themselves."""
    try:
        live = live_release(service)
    except ReleaseError:
        live = None
    if live is None:
        return topics
    tree = live.service.topics
    return [each for topic in topics if topic in tree for each in tree.below(TopicId(topic))]
