"""Two people changed one item: put both changes together where they do not touch."""

from typing import Any

from firstline.panel.content.drafts import mark_of
from firstline.panel.content.items import item_in
from firstline.panel.content.models import DraftItem, Kind, Revision
from firstline.panel.services.live import live_release
from firstline.panel.services.models import HostedService

_NOTHING = object()
LOOKED_BACK = 100  # revisions; who had a page open through more has to compare by eye


def merged(base: Any, mine: Any, theirs: Any) -> tuple[Any, list[str]]:  # noqa: ANN401 - JSON
    """Merge key by key; return the result and the keys that both changed otherwise.

    Of those, mine is kept.
    """
    if not all(isinstance(version, dict) for version in (base, mine, theirs)):
        return mine, []
    result, clashes = {}, []
    for key in dict.fromkeys((*theirs, *mine)):
        value, inner = _merged_key(key, base, mine, theirs)
        clashes += inner
        if value is not _NOTHING:
            result[key] = value
    return result, clashes


def _merged_key(key: str, base: Any, mine: Any, theirs: Any) -> tuple[Any, list[str]]:  # noqa: ANN401
    was, ours, other = (version.get(key, _NOTHING) for version in (base, mine, theirs))
    if other in (ours, was):
        return ours, []
    if ours == was:
        return other, []
    if key == "texts":
        texts, clashes = merged(was, ours, other)
        return texts, [f"{key}.{code}" for code in clashes]
    return ours, [key]


def version_of(service: HostedService, kind: Kind, key: str, *, mark: str) -> Any:  # noqa: ANN401
    """Find what a person had before their eyes, by its mark; `None` if nobody knows any more."""
    live = live_release(service)
    candidates = [item_in(live.service, kind, key)] if live else []
    items = DraftItem.objects.filter(draft__service=service, kind=kind, key=key)
    candidates += [version for item in items[:LOOKED_BACK] for version in (item.body, item.base)]
    revisions = Revision.objects.filter(service=service, kind=kind, key=key)[:LOOKED_BACK]
    candidates += [version for each in revisions for version in (each.after, each.before)]
    return next((version for version in candidates if mark_of(version) == mark), None)
