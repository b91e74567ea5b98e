"""Replace personal data by typed marks such as `⟨EMAIL⟩`."""

import re
from functools import partial

from firstline.text.detectors.addresses import find_emails, find_urls
from firstline.text.detectors.identities import find_ssns
from firstline.text.detectors.matches import Find
from firstline.text.detectors.names import find_names
from firstline.text.detectors.order_ids import ORDER_ID_PATTERNS, find_order_ids
from firstline.text.detectors.payments import find_cards, find_ibans
from firstline.text.detectors.phones import find_phones
from firstline.text.entities import MARK, EntityKind, Redacted, Span

_HAS_DIGIT = re.compile(r"\d")


def redact(text: str, *, order_ids: tuple[re.Pattern[str], ...] = ORDER_ID_PATTERNS) -> Redacted:
    """Find personal data and put a typed mark in its place.

    Laws: idempotent; nothing that is detected is left; the text around spans stays as it
    is. They hold for any patterns of order ids, since a detector only ever sees the text
    between two marks, and the result consists of pieces in which no detector found a thing.
    """
    spans = _find_spans(text, order_ids)
    if not spans:
        return Redacted(text=text)
    parts, end = [], 0
    for span in spans:
        parts += [text[end : span.start], span.kind.mark]
        end = span.end
    return Redacted(text="".join([*parts, text[end:]]), spans=tuple(spans))


def _find_spans(text: str, order_ids: tuple[re.Pattern[str], ...]) -> list[Span]:
    spans: list[Span] = []
    pieces = _gaps(0, len(text), [mark.span() for mark in MARK.finditer(text)])
    while pieces:
        start, end = pieces.pop()
        found = _first_find(text[start:end], start, order_ids)
        spans += found
        if found:
            pieces += _gaps(start, end, [(span.start, span.end) for span in found])
    return sorted(spans, key=lambda span: span.start)


def _gaps(start: int, end: int, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    starts = [start, *(stop for _, stop in taken)]
    ends = [*(begin for begin, _ in taken), end]
    return [(a, b) for a, b in zip(starts, ends, strict=True) if a < b]


def _first_find(piece: str, offset: int, order_ids: tuple[re.Pattern[str], ...]) -> list[Span]:
    """Give the finds of the first kind that has any, in the order in which kinds win."""
    for kind, find in _detectors(piece, order_ids):
        if found := find(piece):
            return [
                Span(kind=kind, start=offset + start, end=offset + end, value=piece[start:end])
                for start, end in found
            ]
    return []


def _detectors(piece: str, order_ids: tuple[re.Pattern[str], ...]) -> list[tuple[EntityKind, Find]]:
    orders = (EntityKind.ORDER_ID, partial(find_order_ids, patterns=order_ids))
    if _HAS_DIGIT.search(piece):
        return [*_ADDRESSES, *_NUMBERS, orders, *_PEOPLE]
    return [*_ADDRESSES, orders, _PEOPLE[-1]]


_ADDRESSES: list[tuple[EntityKind, Find]] = [
    (EntityKind.URL, find_urls),  # may hold an e-mail address
    (EntityKind.EMAIL, find_emails),
]
_NUMBERS: list[tuple[EntityKind, Find]] = [
    (EntityKind.IBAN, find_ibans),
    (EntityKind.CARD, find_cards),
    (EntityKind.SSN, find_ssns),
]
_PEOPLE: list[tuple[EntityKind, Find]] = [
    (EntityKind.PHONE, find_phones),  # after order ids: "order 89991234567"
    (EntityKind.NAME, find_names),
]
