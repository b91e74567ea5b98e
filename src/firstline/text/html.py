"""HTML to text, for messages that really are HTML."""

import re
from html.parser import HTMLParser

_TAGS = (
    r"html|head|body|div|p|br|hr|span|font|center|pre|code|table|tbody|thead|tr|td|th|ul|ol|li"
    r"|a|b|i|u|em|strong|small|h[1-6]|img|blockquote|style|script|meta|title|o:p"
)
# `a <b and c> d` is arithmetic, not bold: a tag has nothing, or `name=`, after its name.
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>=]*+=[^<>]*+|\s*+/?)>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*+>")
# Outlook's `<![if !mso]>` makes the parser raise.
_MARKED_SECTION = re.compile(r"<!\[[^>]*+>?")

_BREAK = re.compile(r"p|br|div|hr|tr|li|ul|ol|table|h[1-6]|pre|blockquote")
_UNSEEN = frozenset(["head", "style", "script", "title"])


def html_to_text(text: str) -> str:
    """Render HTML as lines of text, quotes as `> ` lines; anything else comes back as it is."""
    if not _TAG.search(text):
        return text
    parser = _TextParser()
    parser.feed(_MARKED_SECTION.sub("", text))
    parser.close()
    rendered = parser.text()
    # A `<script>` that never ends would swallow the message.
    return rendered if any(map(str.isalnum, rendered)) else _ANY_TAG.sub(" ", text)


class _TextParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines = [""]
        self._unseen = 0
        self._quote_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._unseen += tag in _UNSEEN
        self._quote_depth += tag == "blockquote"
        if _BREAK.fullmatch(tag):
            self._break()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if _BREAK.fullmatch(tag):
            self._break()

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        self._quote_depth = max(0, self._quote_depth - (tag == "blockquote"))
        if _BREAK.fullmatch(tag):
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            # In HTML a line break in the source is a space.
            self._lines[-1] += re.sub(r"\s+", " ", data)

    def _break(self) -> None:
        if self._lines[-1].strip():
            self._lines.append("")
        self._lines[-1] = "> " if self._quote_depth else ""

    def text(self) -> str:
        return "\n".join(self._lines).strip()
