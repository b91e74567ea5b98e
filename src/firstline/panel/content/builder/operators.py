"""What can be asked of a fact, by its type, and what has to be filled in for it."""

from collections.abc import Mapping
from enum import StrEnum, auto

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstline.domain.facts import FactType
from firstline.rules.kinds import KIND_OF_FACT, Kind


class Operator(StrEnum):
    IS = "is"
    IS_NOT = "is not"
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    BETWEEN = "between"
    NOT_BETWEEN = "not between"
    IN = "in"
    NOT_IN = "not in"
    CONTAINS = "contains"
    NOT_CONTAINS = "not contains"
    STARTS_WITH = "starts with"
    NOT_STARTS_WITH = "not starts with"
    ENDS_WITH = "ends with"
    NOT_ENDS_WITH = "not ends with"
    WITHIN = "within"
    NOT_WITHIN = "not within"
    MORE_THAN_BEFORE = "more than before"
    AT_LEAST_BEFORE = "at least before"
    LESS_THAN_BEFORE = "less than before"
    AT_MOST_BEFORE = "at most before"
    MORE_THAN_AFTER = "more than after"
    AT_LEAST_AFTER = "at least after"
    LESS_THAN_AFTER = "less than after"
    AT_MOST_AFTER = "at most after"
    MISSING = "missing"
    PRESENT = "present"


class Inputs(StrEnum):
    """What a row of an operator asks for."""

    NOTHING = auto()
    ONE = auto()
    """A value, or another fact."""
    TWO = auto()
    MANY = auto()
    PART = auto()
    """Part of a text, or an item of a list."""
    SPAN = auto()
    """A duration, and the time that it lies before, after or around."""


O = Operator  # noqa: E741 - the tables below stay readable
_EQUALITY = (O.IS, O.IS_NOT)
_ORDER = (O.LESS, O.AT_MOST, O.MORE, O.AT_LEAST, O.BETWEEN, O.NOT_BETWEEN)
_CHOICE = (O.IN, O.NOT_IN)
_PARTS = (O.CONTAINS, O.NOT_CONTAINS)
_ENDS = (O.STARTS_WITH, O.NOT_STARTS_WITH, O.ENDS_WITH, O.NOT_ENDS_WITH)
_SPANS = (
    *(O.AT_MOST_BEFORE, O.LESS_THAN_BEFORE, O.AT_LEAST_BEFORE, O.MORE_THAN_BEFORE),
    *(O.AT_MOST_AFTER, O.LESS_THAN_AFTER, O.AT_LEAST_AFTER, O.MORE_THAN_AFTER),
    *(O.WITHIN, O.NOT_WITHIN),
)
_PRESENCE = (O.MISSING, O.PRESENT)

OF_TYPE: Mapping[FactType, tuple[Operator, ...]] = {
    FactType.ENUM: (*_EQUALITY, *_CHOICE, *_PRESENCE),
    FactType.STRING: (*_EQUALITY, *_CHOICE, *_PARTS, *_ENDS, *_PRESENCE),
    FactType.BOOL: (*_EQUALITY, *_PRESENCE),
    FactType.INT: (*_EQUALITY, *_ORDER, *_CHOICE, *_PRESENCE),
    FactType.DECIMAL: (*_EQUALITY, *_ORDER, *_CHOICE, *_PRESENCE),
    FactType.DATE: (*_EQUALITY, *_ORDER, *_CHOICE, *_PRESENCE),
    FactType.DATETIME: (*_SPANS, *_ORDER, *_EQUALITY, *_PRESENCE),
    FactType.LIST: (*_PARTS, *_PRESENCE),
}
OF_RECEIVED_AT = (*_SPANS, *_ORDER, *_EQUALITY)

INPUTS: Mapping[Operator, Inputs] = {
    **dict.fromkeys(_EQUALITY, Inputs.ONE),
    **dict.fromkeys(_ORDER, Inputs.ONE),
    O.BETWEEN: Inputs.TWO,
    O.NOT_BETWEEN: Inputs.TWO,
    **dict.fromkeys(_CHOICE, Inputs.MANY),
    **dict.fromkeys((*_PARTS, *_ENDS), Inputs.PART),
    **dict.fromkeys(_SPANS, Inputs.SPAN),
    **dict.fromkeys(_PRESENCE, Inputs.NOTHING),
}

_LABELS: Mapping[Operator, Promise] = {
    O.IS: _("is"),
    O.IS_NOT: _("is not"),
    O.LESS: _("is less than"),
    O.AT_MOST: _("is at most"),
    O.MORE: _("is more than"),
    O.AT_LEAST: _("is at least"),
    O.BETWEEN: _("is between"),
    O.NOT_BETWEEN: _("is not between"),
    O.IN: _("is one of"),
    O.NOT_IN: _("is none of"),
    O.CONTAINS: _("contains"),
    O.NOT_CONTAINS: _("does not contain"),
    O.STARTS_WITH: _("starts with"),
    O.NOT_STARTS_WITH: _("does not start with"),
    O.ENDS_WITH: _("ends with"),
    O.NOT_ENDS_WITH: _("does not end with"),
    O.WITHIN: _("is within … of"),
    O.NOT_WITHIN: _("is not within … of"),
    O.MORE_THAN_BEFORE: _("is more than … before"),
    O.AT_LEAST_BEFORE: _("is at least … before"),
    O.LESS_THAN_BEFORE: _("is less than … before"),
    O.AT_MOST_BEFORE: _("is at most … before"),
    O.MORE_THAN_AFTER: _("is more than … after"),
    O.AT_LEAST_AFTER: _("is at least … after"),
    O.LESS_THAN_AFTER: _("is less than … after"),
    O.AT_MOST_AFTER: _("is at most … after"),
    O.MISSING: _("is missing"),
    O.PRESENT: _("is present"),
}
_LABELS_OF_TIMES: Mapping[Operator, Promise] = {
    O.LESS: _("is before"),
    O.AT_MOST: _("is not after"),
    O.MORE: _("is after"),
    O.AT_LEAST: _("is not before"),
}


def label(operator: Operator, kind: Kind) -> Promise:
    """Say an operator as people say it of a fact of this kind."""
    is_time = kind in (Kind.DATE, Kind.TIME)
    return _LABELS_OF_TIMES.get(operator, _LABELS[operator]) if is_time else _LABELS[operator]


def kind_of_type(fact_type: FactType) -> Kind:
    return KIND_OF_FACT[fact_type]
