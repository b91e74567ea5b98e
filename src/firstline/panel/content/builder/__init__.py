"""The rule builder: a rule as groups and rows of a form, and back."""

from firstline.panel.content.builder.changing import Change, changed
from firstline.panel.content.builder.making import Fault, made
from firstline.panel.content.builder.records import DEEPEST, Group, Part, Row, Written
from firstline.panel.content.builder.showing import shown

__all__ = [
    "DEEPEST",
    "Change",
    "Fault",
    "Group",
    "Part",
    "Row",
    "Written",
    "changed",
    "made",
    "shown",
]
