"""Numbers that a state gives to a person."""

import re

from firstline.text.detectors.matches import Match

# Areas 000, 666 and 900–999, group 00 and serial 0000 are never issued (20 CFR 422.103).
_SSN = re.compile(
    r"(?<![A-Za-z0-9_+-])(?!000|666|9)\d{3}([ -])(?!00)\d{2}\1(?!0000)\d{4}(?![A-Za-z0-9_-])"
)


def find_ssns(text: str) -> list[Match]:
    return [match.span() for match in _SSN.finditer(text)]
