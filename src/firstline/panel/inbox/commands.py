"""The commands of the inbox: one table for keys, help and command bar.

A key is the place on the keyboard (`event.code`), so that it works under any layout, or a sign
(`/`, `?`), which lies elsewhere on each. `Mod` is Ctrl, and ⌘ on a Mac.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    name: str
    """As the page's scripts know it, or an element that it presses (`data-does`)."""
    title: Promise
    keys: tuple[str, ...] = ()
    """Such as `Shift+KeyE`; one without `Alt` or `Mod` is a single letter, and can be off."""

    @property
    def shown(self) -> str:
        """The first key, as people write it."""
        key = self.keys[0] if self.keys else ""
        return key.replace("Key", "").replace("Digit", "").replace("Mod", "Ctrl")


def _commands() -> Iterator[Command]:
    yield Command(name="bar", title=_("Search commands and queues"), keys=("Mod+KeyK",))
    yield Command(name="next", title=_("Next conversation"), keys=("KeyJ", "Alt+KeyJ"))
    yield Command(name="previous", title=_("Previous conversation"), keys=("KeyK", "Alt+KeyK"))
    yield Command(name="reply", title=_("Write a reply"), keys=("KeyR",))
    yield Command(name="note", title=_("Write a private note"), keys=("KeyN",))
    yield Command(name="send", title=_("Send"), keys=("Mod+Enter",))
    yield Command(name="send-and-resolve", title=_("Send and resolve"), keys=("Mod+Shift+Enter",))
    yield Command(name="undo", title=_("Undo sending"), keys=("KeyZ",))
    yield Command(name="canned", title=_("Canned replies"), keys=("/",))
    for digit in (1, 2, 3):
        edit = format_lazy(_("Edit suggestion {number}"), number=digit)
        yield Command(name=f"insert-{digit}", title=edit, keys=(f"Alt+Digit{digit}",))
        use = format_lazy(_("Send suggestion {number}"), number=digit)
        yield Command(name=f"send-{digit}", title=use, keys=(f"Alt+Shift+Digit{digit}",))
    yield Command(name="dismiss", title=_("Dismiss a suggestion"), keys=("KeyX",))
    yield Command(name="experts", title=_("Pass on to the expert line"), keys=("Shift+KeyX",))
    yield Command(name="take", title=_("Take it"))
    yield Command(name="give-back", title=_("Give back"))
    yield Command(name="assign", title=_("Give to a colleague"))
    yield Command(name="introduce", title=_("Introduce yourself"))
    yield Command(name="snooze", title=_("Put aside"), keys=("KeyS",))
    yield Command(name="resolve", title=_("Resolve"), keys=("KeyE",))
    yield Command(name="resolve-and-next", title=_("Resolve, and on"), keys=("Shift+KeyE",))
    yield Command(name="help", title=_("Show all keys"), keys=("?",))


COMMANDS = tuple(_commands())
