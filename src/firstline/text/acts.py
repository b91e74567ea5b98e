"""What a message does, read from word lists that a specialist can edit (`acts.toml`)."""

import re
import tomllib
from dataclasses import dataclass
from importlib import resources

from firstline.domain.traces import MessageAct
from firstline.text.entities import EntityKind
from firstline.text.normalise import normalise

_LISTS = tomllib.loads(resources.files(__package__).joinpath("acts.toml").read_text("utf-8"))
_WORD = re.compile(r"\w")
_CLAUSE_END = re.compile(r"[.,!?;…]")
_REPLY_PREFIX = re.compile(r"^(?:(?:re|fwd?|aw): ?)*")
_WRITTEN_WITH_SPACES = re.compile(r"[a-zа-яё]")
_NAME_MARK = EntityKind.NAME.mark.casefold()


def message_act(text: str) -> MessageAct:
    """Say what a message does; `SUBSTANCE` wherever something is left besides courtesies."""
    text = normalise(text).casefold().replace("’", "'")
    if not _WORD.search(text):
        return MessageAct.THANKS if _contains(text, _THANKS_EMOJI) else MessageAct.EMPTY
    if _is_auto_responder(text):
        return MessageAct.AUTO_RESPONDER
    if _asks_for_person(text):
        return MessageAct.ASKS_FOR_PERSON
    # "Hi Anna!" reaches us as "Hi ⟨NAME⟩!".
    text = text.replace(_NAME_MARK, " ")
    if "?" not in text and _ABUSE.is_all_of(text):
        return MessageAct.ABUSE
    if _THANKS.is_all_of(text):
        return MessageAct.THANKS
    return MessageAct.GREETING if _GREETING.is_all_of(text) else MessageAct.SUBSTANCE


def _is_auto_responder(text: str) -> bool:
    starts = _REPLY_PREFIX.sub("", text, count=1).startswith(_AUTO_STARTS)
    return starts or _contains(text, _AUTO_PHRASES)


def _asks_for_person(text: str) -> bool:
    if _contains(text, _PERSON_PHRASES) or _PERSON_ALONE.is_all_of(text):
        return True
    if not _contains(text, _PERSON_STEMS):
        return False  # the patterns below take ten times as long as this look
    if _ASKS_JA.search(text):
        return True
    return any(not _is_negated(text[: asks.start()]) for asks in _ASKS.finditer(text))


def _is_negated(before: str) -> bool:
    return bool(_NEGATION.search(_CLAUSE_END.split(before)[-1]))


def _contains(text: str, phrases: tuple[str, ...]) -> bool:
    return any(phrase in text for phrase in phrases)


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """Phrases that make an act, and fillers that may stand beside them."""

    piece: re.Pattern[str]

    def is_all_of(self, text: str) -> bool:
        """Whether the text is nothing but these, with at least one phrase.

        Reads from the left and stops at the first other word: no backtracking.
        """
        has_phrase, position = False, 0
        while word := _WORD.search(text, position):
            piece = self.piece.match(text, word.start())
            if piece is None:
                return False
            has_phrase |= piece.lastgroup == "phrase"
            position = piece.end()
        return has_phrase


def _vocabulary(phrases: list[str], *fillers: list[str]) -> _Vocabulary:
    fillers_only = sorted({f for group in fillers for f in group} - set(phrases))
    return _Vocabulary(
        re.compile(f"(?P<phrase>{_any_of(phrases)})|(?P<filler>{_any_of(fillers_only)})")
    )


def _any_of(phrases: list[str]) -> str:
    return "|".join(_pattern(phrase) for phrase in sorted(phrases, key=len, reverse=True))


def _pattern(phrase: str) -> str:
    """Match whole words where words have spaces between them; `*` is the rest of a word."""
    pattern = re.escape(phrase.casefold()).replace(r"\*", r"\w{0,12}")
    return rf"{pattern}(?!\w)" if _WRITTEN_WITH_SPACES.search(phrase.casefold()) else pattern


_AUTO_STARTS = tuple(_LISTS["auto_responder"]["starts"])
_AUTO_PHRASES = tuple(_LISTS["auto_responder"]["contains"])
_THANKS_EMOJI = tuple(_LISTS["emoji"]["thanks"])

_PERSON = _LISTS["asks_for_person"]
_PERSON_PHRASES = tuple(_PERSON["contains"])
_PERSON_STEMS = tuple(word.rstrip("*") for word in [*_PERSON["persons"], *_PERSON["persons_ja"]])
_PERSON_ALONE = _vocabulary(_PERSON["whole"], _PERSON["whole_fillers"])
_ASKS = re.compile(
    rf"\b(?:{_any_of(_PERSON['verbs'])})(?: (?:{_any_of(_PERSON['small_words'])})){{0,3}}"
    rf" (?:{_any_of(_PERSON['persons'])})"
)
_ASKS_JA = re.compile(
    rf"(?:{_any_of(_PERSON['persons_ja'])})(?:の方|さん)?"
    rf"(?:{_any_of(_PERSON['particles_ja'])})(?:直接)?"
    rf"(?:{_any_of(_PERSON['verbs_ja'])})(?!(?:は|も)?(?:欲し|ほし)くな)"
)
_NEGATION = re.compile(rf"\b(?:{_any_of(_PERSON['negations'])})(?: \w+){{0,2}} ?$")

_GREETINGS = _LISTS["greeting"]["phrases"]
_GREETING_FILLERS = _LISTS["greeting"]["fillers"]
_GREETING = _vocabulary(_GREETINGS, _GREETING_FILLERS)
_THANKS = _vocabulary(
    _LISTS["thanks"]["phrases"], _LISTS["thanks"]["fillers"], _GREETINGS, _GREETING_FILLERS
)
_ABUSE = _vocabulary(_LISTS["abuse"]["phrases"], _LISTS["abuse"]["fillers"])
