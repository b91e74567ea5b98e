from firstline.domain.topics import Line, Topic, TopicId, TopicTree


def topic(name: str, parent: str | None = None, line: Line = Line.FIRST) -> Topic:
    return Topic(id=TopicId(name), name=name, line=line, parent=TopicId(parent) if parent else None)


TREE = TopicTree(
    (
        topic("money"),
        topic("refunds", "money"),
        topic("refund_late", "refunds"),
        topic("charged_twice", "money"),
        topic("safety", line=Line.EXPERT),
        topic("accident", "safety", Line.EXPERT),
    )
)


def test_an_inquiry_is_about_a_leaf() -> None:
    assert [leaf.id for leaf in TREE.leaves] == ["refund_late", "charged_twice", "accident"]


def test_a_topic_knows_its_way_from_the_root() -> None:
    assert TREE.path(TopicId("refund_late")) == ("money", "refunds", "refund_late")
    assert TREE.path(TopicId("money")) == ("money",)


def test_a_topic_knows_what_is_below_it() -> None:
    assert list(TREE.below(TopicId("money"))) == [
        *("money", "refunds", "refund_late", "charged_twice")
    ]
    assert [child.id for child in TREE.children(None)] == ["money", "safety"]


def test_only_leaves_are_routed_to_the_experts() -> None:
    assert TREE.expert_leaves() == ("accident",)


def test_a_topic_is_found_by_its_id() -> None:
    assert TREE[TopicId("refunds")].parent == "money"
    assert "refunds" in TREE
    assert "refund" not in TREE
    assert len(list(TREE)) == 6
