"""What the generator draws from: phrases and order states, and whole messages in `stories/`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

PHRASES = Path(__file__).parent / "phrases"
STORIES = Path(__file__).parent / "stories"
COMMON = "common.yaml"

Parts = Mapping[str, Sequence[str]]
Stories = dict[str, dict[str, list[str]]]
"""Topic → language → whole messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPhrases:
    share: float
    """Weight among all topics."""
    doubles: bool
    """Whether the share grows to twice its size over the weeks."""
    first_day: int
    """Day on which the topic first appears; negative ones count from the end."""
    alone: bool
    """Whether it never shares a message with another problem: it would be the main one, or none."""
    kind: bool
    """Whether nobody says it in anger."""
    states: Mapping[str, float]
    """Traits of the order, as in `completed card hold`, with their weights."""
    english: Parts
    """`body`, `ask` and `short`."""
    stories: Parts
    """Language → whole messages; always some in English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    topics: Mapping[str, TopicPhrases]
    common: Mapping[str, Any]
    vague: Mapping[str, Sequence[str]]
    """Topic → messages that could as well be about one of its neighbours."""


def read_library(folder: Path = PHRASES, stories_folder: Path = STORIES) -> Library:
    documents = {path.name: _read(path) for path in sorted(folder.glob("*.yaml"))}
    common, stories = documents.pop(COMMON), _stories(stories_folder)
    topics = {
        topic: _topic(raw, stories[topic])
        for part in documents.values()
        for topic, raw in part.items()
    }
    return Library(topics=topics, common=common, vague=_vague(common["vague"]))


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def _stories(folder: Path) -> Stories:
    """Read the files of every language's folder."""
    stories: Stories = {}
    for path in sorted(folder.glob("*/*.yaml")):
        for topic, messages in _read(path).items():
            stories.setdefault(topic, {})[path.parent.name] = messages
    return stories


def _topic(raw: Mapping[str, Any], stories: Parts) -> TopicPhrases:
    return TopicPhrases(
        share=raw["share"],
        doubles=raw.get("doubles", False),
        first_day=raw.get("first_day", 0),
        alone=raw.get("alone", False),
        kind=raw.get("kind", False),
        states=raw["states"],
        english=raw["en"],
        stories=stories,
    )


def _vague(groups: Sequence[Mapping[str, Sequence[str]]]) -> dict[str, list[str]]:
    phrases: dict[str, list[str]] = {}
    for group in groups:
        for topic in group["topics"]:
            phrases.setdefault(topic, []).extend(group["phrases"])
    return phrases
