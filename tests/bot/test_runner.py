"""The runner gives what Rasa's runner gives, and finds the order of the components once."""

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage

from bot.runner import InOrder


class Part(GraphComponent):
    """Appends its name to what it is given."""

    def __init__(self, name: str) -> None:
        self._name = name

    @classmethod
    def create(cls, config: dict, model_storage: Any, resource: Any, execution_context: Any) -> "Part":
        return cls(config["name"])

    def begin(self, words: list) -> str:
        return f"{words[0]} {self._name}"

    def join(self, one: str, other: str) -> str:
        if "fails" in one:
            raise ValueError("it fails")
        return f"({one} + {other}) {self._name}"


def node(name: str, call: str, **needs: str) -> SchemaNode:
    return SchemaNode(needs=needs, uses=Part, constructor_name="create", fn=call, config={"name": name},
                      is_target=name == "last")


@pytest.fixture
def theirs(tmp_path: Path) -> DaskGraphRunner:
    schema = GraphSchema(
        {
            "last": node("last", "join", one="left", other="right"),
            "right": node("right", "begin", words="__message__"),
            "left": node("left", "begin", words="__message__"),
            "unused": node("unused", "begin", words="absent"),
        }
    )
    return DaskGraphRunner.create(schema, LocalModelStorage(tmp_path), ExecutionContext(schema))


@pytest.mark.parametrize("targets", [["last"], ["left"], ["right", "last"], None])
def test_it_gives_what_rasa_gives(theirs: DaskGraphRunner, targets) -> None:
    ours, inputs = InOrder.of(theirs), {"__message__": ["hello"]}
    for _ in range(2):
        assert ours.run(inputs, targets) == theirs.run(inputs, targets)


def test_a_component_that_fails_is_told_as_rasa_tells_it(theirs: DaskGraphRunner) -> None:
    inputs = {"__message__": ["fails"]}
    with pytest.raises(Exception) as expected:
        theirs.run(inputs, ["last"])
    with pytest.raises(type(expected.value), match=str(expected.value)):
        InOrder.of(theirs).run(inputs, ["last"])
