"""A conversation in the terminal: what is typed, in; what customer and agent see, out."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from firstline.cli.doors.situations import Situation, named_customer, situation_of
from firstline.cli.doors.told import told
from firstline.domain.decisions import Decision
from firstline.domain.errors import InquiryError
from firstline.engine import Engine
from firstline.engine.explain import explain
from firstline.serving.playground.asking import reaction
from firstline.serving.playground.conversation import (
    Author,
    Conversation,
    Turn,
    new_conversation,
)

HELP = """\
/why                explain the last decision
/facts              show the facts of the order
/facts name=value   change one; empty makes it unknown
/customer           show the example customers
/customer ID        become one, in a new conversation
/new                begin a new conversation
/quit               leave"""
WIDTH = 100


@dataclass(slots=True)
class Chat:
    """One conversation, as the playground leads it: only its first reply may be automatic."""

    engine: Engine
    situation: Situation
    conversation: Conversation
    last: Decision | None = None
    is_over: bool = False

    @classmethod
    def begin(cls, engine: Engine, situation: Situation) -> "Chat":
        return cls(engine=engine, situation=situation, conversation=new_conversation())

    def greeting(self) -> Iterator[str]:
        customer = self.situation.customer
        if customer:
            yield f"You are {customer.name}. {customer.summary}".rstrip()
        yield from self._facts()
        yield "Write a message, or /help."

    def hear(self, line: str) -> Iterator[str]:
        """Answer a message or do what a command says."""
        line = line.strip()
        if not line:
            return
        if line.startswith("/"):
            name, _, rest = line.partition(" ")
            yield from self._do(name, rest.strip())
        else:
            yield from self._answer(line)

    def _answer(self, text: str) -> Iterator[str]:
        before = self.conversation
        decision = self.engine.answer(
            self.situation.asks(
                text,
                person_has_spoken=before.person_has_spoken,
                auto_reply_sent=before.auto_reply_sent,
            )
        )
        turn = reaction(decision)
        self.conversation = before.then(Turn(author=Author.CUSTOMER, text=text), turn)
        self.last = decision
        if turn.author is not Author.ASSISTANT:
            yield f"   {turn.text}"
        yield from told(decision, self.situation.service)

    def _do(self, command: str, rest: str) -> Iterator[str]:
        match command:
            case "/why":
                yield explain(self.last) if self.last else "Nothing has been decided yet."
            case "/facts":
                yield from self._change_facts(rest) if rest else self._facts()
            case "/customer":
                yield from self._become(rest) if rest else self._customers()
            case "/new":
                self._start(self.situation)
                yield "A new conversation."
            case "/quit":
                self.is_over = True
            case "/help":
                yield HELP
            case _:
                yield f"There is no command {command}; these there are:\n{HELP}"

    def _facts(self) -> Iterator[str]:
        known = (
            f"{name}={_shown(value)}"
            for name, value in self.situation.facts.items()
            if value not in (None, "")
        )
        yield textwrap.fill(f"Facts: {', '.join(known) or 'none'}", WIDTH, subsequent_indent="  ")

    def _change_facts(self, option: str) -> Iterator[str]:
        try:
            self.situation = self.situation.with_facts([option])
        except InquiryError as error:
            yield f"{error}"
        else:
            yield from self._facts()

    def _customers(self) -> Iterator[str]:
        for customer in self.engine.release.examples:
            yield f"{customer.id}: {customer.summary}"
        if not self.engine.release.examples:
            yield "The release has no example customers."

    def _become(self, id_: str) -> Iterator[str]:
        release = self.engine.release
        try:
            customer = named_customer(id_, release.examples)
        except InquiryError as error:
            yield f"{error}"
        else:
            self._start(situation_of(customer, release.service))
            yield from self.greeting()

    def _start(self, situation: Situation) -> None:
        self.situation, self.conversation, self.last = situation, new_conversation(), None


def _shown(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case list() | tuple():
            return ",".join(map(str, value))
        case _:
            return str(value)
