"""Ids of orders, rides, bookings: what identifies a purchase, hence its buyer."""

import re

from firstline.text.detectors.matches import Match

_NOUNS = (
    r"order|ride|trip|booking|reservation|invoice|ticket|case|tracking|parcel|package|shipment"
    r"|заказ\w{0,3}|поездк\w{1,2}|брон\w{1,3}|посылк\w{1,2}|накладн\w{1,3}"
)
_JAPANESE_NOUNS = r"(?:注文|予約|受付|問い?合わ?せ|伝票|追跡|配車)(?:番号|ID|id)?"
_NUMBER_WORDS = r"number|num|no\.?|nr\.?|id|code|reference|ref|is|номер|№"
# Ids in capitals and digits, or a short prefix and many digits; never an amount or a date.
_ID = (
    r"(?!(?:19|20)\d\d-\d\d?-\d\d?(?!\d))"
    r"((?=[A-Z-]{0,8}\d)(?:[A-Z0-9]{5,12}|[A-Z0-9]{1,12}(?:-[A-Z0-9]{1,12}){1,3})|[a-z]{1,4}-?\d{4,12})"
    r"(?![A-Za-z0-9_-]|[.,]\d|\s?(?:[$€£¥₽円%]|(?i:yen|rub|руб|usd|eur)))"
)

ORDER_ID_PATTERNS = (
    re.compile(r"(?<![A-Za-z0-9&])#(?=[A-Z-]{0,12}\d)[A-Z0-9][A-Z0-9-]{3,23}(?![A-Za-z0-9-])"),
    re.compile(
        rf"(?:\b(?i:{_NOUNS})|{_JAPANESE_NOUNS})"
        rf"(?:\s?[:：#№は]|\s(?i:{_NUMBER_WORDS})){{0,3}}\s?[#№]?\s?(?<![A-Za-z0-9]){_ID}"
    ),
)
"""A pattern's first group is the id, or all of it where it has none. Another service's ids
are one more pattern; keep quantifiers bounded, texts come from strangers."""


def find_order_ids(text: str, patterns: tuple[re.Pattern[str], ...]) -> list[Match]:
    """Find what the first pattern with a hit finds."""
    for pattern in patterns:
        group = 1 if pattern.groups else 0
        found = [m.span(group) for m in pattern.finditer(text) if m[group]]
        if found:
            return found
    return []
