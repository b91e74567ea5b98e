"""Keep what the customer wrote in an e-mail or ticket, and nothing around it."""

import re

from firstline.text.html import html_to_text
from firstline.text.stability import until_stable

_QUOTED = re.compile(r"^[ \t]{0,3}>[^\n]*$", re.MULTILINE)

# What mail programs put above the message that is answered.
_ATTRIBUTION = re.compile(
    r"^[ \t]*(?:"
    r"On\s[^\n]{5,200}(?:\n[^\n]{0,100})?\bwrote:"
    r"|[^\n<>]{5,150}<[^\n<>@]{1,64}@[^\n<>]{1,90}>:"  # in any language: date, Name <address>:
    r"|[^\n]{5,200}\s(?:написал|написала|написал\(а\)|пишет):"
    r"|\d{4}[年/.-][^\n]{5,150}(?:のメール|のメッセージ|さんは書きました|のコメント|[>)])\s*:"
    r"|-{3,}\s*(?:Original Message|Forwarded message|Исходное сообщение|"
    r"Пересылаемое сообщение|元のメッセージ|転送メッセージ)\s*-{3,}"
    r"|_{20,}"
    r"|(?:From|От|差出人):[^\n]{1,200}\n(?:[^\n]{1,200}\n){0,3}?(?:Subject|Тема|件名):[^\n]*"
    r")[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^--[ \t]*$", re.MULTILINE)
_SENT_FROM = re.compile(
    r"^[ \t]*(?:Sent (?:from|via) (?:my |the )?[^\n]{2,40}|Get Outlook for [^\n]{2,20}"
    r"|Отправлено (?:из|с) [^\n]{2,40}|[^\n]{2,20}から送信)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_NAME_LINE = r"[ \t]*[^\W\d_a-zа-яё][^\n\d?!,;:。、？！]{0,40}[ \t]*"
_SIGN_OFF = re.compile(
    r"^[ \t]*(?i:(?:kind |best |warm |with kind |many )?(?:regards|wishes)|best"
    r"|sincerely(?: yours)?|yours (?:sincerely|truly|faithfully)|cheers|(?:many )?thanks|thank you"
    r"|с уважением|с наилучшими пожеланиями|спасибо|(?:以上、?)?よろしくお願い(?:いた)?します)"
    rf"[,.!。]?[ \t]*\n\s*{_NAME_LINE}(?:\n[^\n?？]{{0,60}}){{0,5}}\Z",
    re.MULTILINE,
)
_LONGEST_SIGN_OFF = 600  # seven lines at most
_ALPHANUMERIC = re.compile(r"[^\W_]")


def clean(text: str) -> str:
    """Take away HTML, quoted earlier messages and signatures.

    Laws: idempotent; a text with substance keeps some. So a message that is only a quote
    stays as it is.
    """
    if "\n" not in text and "\r" not in text and "<" not in text:
        return text  # one line that is no HTML: nothing could be taken without emptying it
    return until_stable(_clean_once, text)


def _clean_once(text: str) -> str:
    text = html_to_text(text).replace("\r\n", "\n").replace("\r", "\n")
    for marker in (_ATTRIBUTION, _SIGNATURE):
        text = _cut_at(marker, text)
    text = _without_sign_off(text)
    for noise in (_SENT_FROM, _QUOTED):
        text = _without(noise, text)
    return text.strip()


def _cut_at(marker: re.Pattern[str], text: str) -> str:
    """Drop all from the first marker that has some substance above it."""
    substance = _first_substance(text)
    starts = (found.start() for found in marker.finditer(text))
    return text[: next((start for start in starts if start > substance), len(text))]


def _without_sign_off(text: str) -> str:
    substance, end = _first_substance(text), len(text)
    # Only the end is looked at, and in place: a chain of sign-offs takes linear time.
    while found := _SIGN_OFF.search(text, max(0, end - _LONGEST_SIGN_OFF), end):
        if found.start() <= substance:
            break
        end = len(text[: found.start()].rstrip())
    return text[:end]


def _first_substance(text: str) -> int:
    """Find the customer's first own letter or digit; the end where there is none."""
    own = _QUOTED.sub(lambda quote: " " * len(quote[0]), text)
    found = _ALPHANUMERIC.search(own)
    return found.start() if found else len(text)


def _without(noise: re.Pattern[str], text: str) -> str:
    """Drop lines of noise, together with the attribution above them, if others remain."""
    rest = _ATTRIBUTION.sub("", noise.sub("", text)) if noise.search(text) else text
    return rest if _has_substance(rest) else text


def _has_substance(text: str) -> bool:
    return bool(_ALPHANUMERIC.search(text))
