"""E-mail addresses and links."""

import re

from firstline.text.detectors.matches import Match

_DOMAIN = r"(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}"
_LOCAL = r"(?<![A-Za-z0-9_%+-])[A-Za-z0-9_](?:[A-Za-z0-9._%+'-]{0,126})"
# ASCII classes: \w would swallow the Japanese words around an address.
_EMAIL = re.compile(
    rf"{_LOCAL}@{_DOMAIN}(?![A-Za-z0-9])"
    rf"|{_LOCAL}\s?[\[(]\s?(?i:at)\s?[\])]\s?{_DOMAIN}(?![A-Za-z0-9])"  # anna (at) example.com
    # anna at example dot com
    rf"|{_LOCAL} (?i:at) [A-Za-z0-9-]{{1,63}} (?i:dot) [A-Za-z]{{2,24}}(?![A-Za-z0-9])"
)
_URL_CHARACTER = r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]"
_URL = re.compile(
    rf"(?<![A-Za-z0-9])(?:[Hh][Tt]{{2}}[Pp][Ss]?://|[Ww]{{3}}\.){_URL_CHARACTER}{{0,2000}}[A-Za-z0-9/=#&_~-]"
)


def find_emails(text: str) -> list[Match]:
    if "@" not in text and not re.search(r"\b(?i:at)\b", text):
        return []
    return [match.span() for match in _EMAIL.finditer(text)]


def find_urls(text: str) -> list[Match]:
    return [match.span() for match in _URL.finditer(text)]
