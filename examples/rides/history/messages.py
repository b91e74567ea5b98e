"""Write a customer's message: parts of a topic, in some register, with the order's facts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from examples.rides.history.draws import chance, money, pick
from examples.rides.history.library import Library, TopicPhrases
from examples.rides.history.orders import Values
from examples.rides.history.typing_habits import as_typed

REGISTERS = {
    "story": 75,
    "short": 15,
    "body": 19,
    "body_ask": 25,
    "polite": 21,
    "angry": 8,
    "rambling": 12,
}
KIND_REGISTERS = {name: weight for name, weight in REGISTERS.items() if name != "angry"}
VAGUE_SHARE = 0.07  # of the topics that have neighbours close enough
SECOND_PROBLEM_SHARE = 0.06
SIGNED_SHARE = 0.08
FRAMED_SHARE = 0.45  # of stories get an opening and a closing
REMARK = 25  # letters; what is shorter is said without an opening
ALTERNATIVES = re.compile(r"\(([^()]*\|[^()]*)\)")
ENDINGS = ".?!。？！"
SLOT = re.compile(r"<(\w+)>")
QUESTION = re.compile(
    r"\s*(why|how|where|what|when|which|who|can|do|does|is|are|did|may)\b", re.IGNORECASE
)
SUMS = {
    "sum": ("order_cost", "transaction_sum", "estimated_cost"),
    "estimate": ("estimated_cost",),
    "fee": ("cancellation_fee",),
    "tip": ("tip_amount",),
}
SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}


@dataclass(frozen=True, slots=True)
class Writer:
    library: Library
    rng: Random

    def write(self, topic: str, language: str, facts: Values) -> str:
        if language != "en" and language in self.library.topics[topic].stories:
            return self._fill(self._translated(topic, language), language, facts)
        return as_typed(self.rng, self._fill(self._english(topic), "en", facts))

    def _translated(self, topic: str, language: str) -> str:
        phrases, frame = self.library.topics[topic], self.library.common[language]
        message = self._one(phrases.stories[language])
        if phrases.kind:
            return message
        opening, closing = self._one(frame["openings"]), self._one(frame["closings"])
        needs_stop = closing and message[-1] not in ENDINGS
        return opening + message + (frame["full_stop"] if needs_stop else "") + closing

    def _english(self, topic: str) -> str:
        vague = self.library.vague.get(topic, ())
        if vague and chance(self.rng, VAGUE_SHARE):
            return self._one(vague)
        phrases = self.library.topics[topic]
        parts = self._parts(phrases, pick(self.rng, KIND_REGISTERS if phrases.kind else REGISTERS))
        if not phrases.alone and chance(self.rng, SECOND_PROBLEM_SHARE):
            parts.append(self._second_problem(topic))
        if chance(self.rng, SIGNED_SHARE):
            parts.append(self._one(self.library.common["signatures"]))
        return self._joined([part.strip() for part in parts if part.strip()])

    def _parts(self, phrases: TopicPhrases, register: str) -> list[str]:
        english, common = phrases.english, self.library.common
        body, ask = self._one(english["body"]), self._one(english["ask"])
        match register:
            case "story":
                return self._told(self._one(phrases.stories["en"]))
            case "short":
                return [self._one(english["short"])]
            case "body":
                return [body]
            case "body_ask":
                plain = chance(self.rng, 0.3)
                return [self._one(common["openings"]["plain"]) if plain else "", body, ask]
            case "rambling":
                aside, context = self._one(common["ramblings"]), self._one(common["contexts"])
                return [context, *self._in_any_order(body, aside), ask]
            case tone:
                opening = self._one(common["openings"][tone])
                closing = self._one(common["closings"][tone])
                context = self._one(common["contexts"]) if chance(self.rng, 0.35) else ""
                return [opening, context, body, ask if chance(self.rng, 0.6) else "", closing]

    def _told(self, story: str) -> list[str]:
        if len(story) < REMARK or not chance(self.rng, FRAMED_SHARE):
            return [story]
        common, tone = self.library.common, self.rng.choice(("plain", "polite"))
        return [self._one(common["openings"][tone]), story, self._one(common["closings"][tone])]

    def _in_any_order(self, *parts: str) -> list[str]:
        return self.rng.sample(parts, len(parts))

    def _second_problem(self, topic: str) -> str:
        topics = self.library.topics
        others = [p for name, p in topics.items() if name != topic and not p.alone]
        connector = self._one(self.library.common["connectors"])
        return f"{connector} {self._one(self.rng.choice(others).english['body'])}"

    def _joined(self, parts: list[str]) -> str:
        mark = self.rng.choice((". ", ". ", ". ", ", ", " ", "! ", "\n", "... "))
        text = parts[0]
        for part in parts[1:]:
            text += (" " if text[-1] in ".?!,)" else mark) + _capital(part, mark)
        return _capital(text, ". ") + self._ending(text)

    def _ending(self, text: str) -> str:
        if text[-1] in ".?!)":
            return ""
        last_sentence = re.split(r"[.?!\n]", text)[-1]
        if QUESTION.match(last_sentence):
            return self.rng.choice(("?", "?", "?", "??", "", "."))
        return self.rng.choice((".", ".", "", "", "!", "..", "!!"))

    def _one(self, options: Sequence[str]) -> str:
        text = self.rng.choice(options)
        while match := ALTERNATIVES.search(text):
            chosen = self.rng.choice(match[1].split("|"))
            text = text[: match.start()] + chosen + text[match.end() :]
        return text

    def _fill(self, text: str, language: str, facts: Values) -> str:
        filled = SLOT.sub(lambda match: self._slot(match[1], language, facts), text)
        # An alternative may be empty and leave its spaces behind.
        return re.sub(r" +(?=[ ,.!?])", "", filled).strip()

    def _slot(self, name: str, language: str, facts: Values) -> str:
        if name in SUMS:
            return self._sum(name, facts)
        if name in INVENTED:
            return self._invented(name)
        known = facts.get({"driver": "driver_name", "code": "promo_code"}.get(name, ""))
        if isinstance(known, str):
            return known
        slots = self.library.common["slots"]
        return str(self.rng.choice(slots.get(f"{name}_{language}", slots[name])))

    def _sum(self, name: str, facts: Values) -> str:
        known = (facts.get(fact) for fact in SUMS[name])
        value = next((v for v in known if v is not None), money(self.rng, 4, 40))
        currency = str(facts["currency"])
        symbol = SYMBOLS[currency]
        forms = (f"{value} {currency}", f"{symbol}{value}", f"{value}{symbol}", f"{value}")
        return self.rng.choice(forms)

    def _invented(self, name: str) -> str:
        digits = "".join(self.rng.choices("0123456789", k=8))
        return INVENTED[name].format(digits=digits, last=digits[:3])


# From ranges that belong to nobody: Ofcom's drama numbers and example.com.
INVENTED = {
    "phone": "+44 7700 900{last}",
    "email": "customer.{last}@example.com",
    "order": "RD-{digits}",
}


def _capital(text: str, after: str) -> str:
    ends_sentence = after in (". ", "! ", "\n")
    return text[:1].upper() + text[1:] if ends_sentence else text
