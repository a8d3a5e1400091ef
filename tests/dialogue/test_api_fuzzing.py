"""Every operation of the published description, asked in hundreds of ways that fit it or do not."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import BaseSchema, Case, GenerationMode
from schemathesis.specs.openapi import checks

from tests.dialogue.test_closed_replies import INSIDE
from tests.service import Service
from web.openapi import OPERATIONS, Operation

pytestmark = pytest.mark.slow

EXAMPLES = 100  # of each kind: about a minute in all
AS_DESCRIBED = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.unsupported_method,
    checks.allow_header_conformance,
]
LONG_ENOUGH = 6  # characters that are not in an answer by chance


@pytest.fixture(scope="module")
def api(service: Service) -> BaseSchema:
    """The description as it is published."""
    return schemathesis.openapi.from_url(f"{service.address}/api/openapi.json")


@pytest.mark.parametrize(
    ("mode", "asked"),
    [(mode, asked) for asked in OPERATIONS for mode in GenerationMode if asked.request or mode.is_positive],
    ids=lambda value: getattr(value, "path", value),
)
def test_every_operation_answers_as_described(
    api: BaseSchema, service: Service, mode: GenerationMode, asked: Operation
) -> None:
    operation = api[asked.path][asked.method.upper()]
    told: Counter[int] = Counter()

    @settings(max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        response = case.call(session=service.http)
        case.validate_response(response, checks=AS_DESCRIBED)
        # What fits is answered, by an engine that no text has hurt.
        assert response.status_code < 500 or (response.status_code == 503 and not mode.is_positive)
        told[response.status_code] += 1
        assert not INSIDE.search(response.text)
        assert_nothing_is_repeated(case.body, response.text)

    ask()
    if mode.is_positive and 200 in asked.replies:
        assert told[200] >= sum(told.values()) / 3, told


def assert_nothing_is_repeated(body: Any, told: str) -> None:
    """A conversation's key comes back, and nothing else that was sent."""
    if not (isinstance(body, dict) and told):
        return
    answered = {**json.loads(told), "conversation": None}
    sent = [value for name, value in body.items() if name not in ("conversation", "language")]
    long_enough = [value for value in sent if isinstance(value, str) and len(value) >= LONG_ENOUGH]
    assert not [value for value in long_enough if json.dumps(value)[1:-1] in json.dumps(answered)]
