"""What the receiver says, and what is done then: the whole table, over real connections."""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.delivery.between import KEY, SECRET, Between
from tests.delivery.receiver import REFUSES, Answer, Receiver
from tests.store.examples import CANARY, Desk
from web.delivery.outcomes import Reply, outcome_of
from web.delivery.webhook import Webhook, seconds
from web.store import tallies

DATE = r"[A-Z][a-z]{2}, \d{1,3} [A-Z][a-z]{2} -?\d{1,6} \d{2}:\d{2}:\d{2} ([+-]\d{1,20}|[A-Z]{1,5})"
ACCEPTED = json.dumps({"status": "accepted", "force_reference": "F-1"}).encode()


def counted(desk: Desk) -> dict[str, int]:
    with desk.store.session() as session:
        (counts,) = tallies.read(session).values()
    return counts


def test_what_the_force_accepted_is_done(desk: Desk, receiver: Receiver, between: Between) -> None:
    reference = desk.send()
    assert between.step() == "accepted"
    (sent,) = receiver.accepted()
    assert sent["meta"]["submission_reference"] == reference
    assert CANARY in sent["data"]["concern"]["reason"]
    row = between.row(reference)
    assert row.force_reference.startswith("F-")
    assert row.accepted_at == desk.clock()
    assert counted(desk)["accepted_by_force"] == 1
    assert between.trail() == ["submitted", "delivering", "accepted"]
    assert between.told.alerts == []
    assert not between.worker.step()


@pytest.mark.parametrize(
    ("answer", "state", "alerts"),
    [
        (Answer(200, ACCEPTED), "accepted", 0),
        (Answer(201, ACCEPTED), "accepted", 0),
        (Answer(202, b'{"status": "accepted"}'), "accepted", 0),
        (Answer(204, b""), "needs_attention", 1),
        (Answer(206, ACCEPTED), "needs_attention", 1),
        (Answer(200, b""), "needs_attention", 1),
        (Answer(200, b"<html>Welcome</html>"), "needs_attention", 1),
        (Answer(200, b'{"status": "received"}'), "needs_attention", 1),
        (Answer(200, b'["accepted"]'), "needs_attention", 1),
        (Answer(200, b'"accepted"'), "needs_attention", 1),
        (Answer(200, b"\xff\xfe"), "needs_attention", 1),
        (Answer(408), "retry_wait", 0),
        (Answer(425), "retry_wait", 0),
        (Answer(429), "retry_wait", 0),
        (Answer(500), "retry_wait", 0),
        (Answer(502, ACCEPTED), "retry_wait", 0),
        (Answer(599), "retry_wait", 0),
        (Answer(401), "destination_paused", 1),
        (Answer(403), "destination_paused", 1),
        (Answer(400), "needs_attention", 1),
        (Answer(404), "needs_attention", 1),
        (Answer(409), "needs_attention", 1),
        (Answer(410), "needs_attention", 1),
        (Answer(422), "needs_attention", 1),
        (Answer(418), "needs_attention", 1),
        (Answer(451), "needs_attention", 1),
        (Answer(301, headers={"Location": "/elsewhere"}), "needs_attention", 1),
        (Answer(307, ACCEPTED, {"Location": "/csods"}), "needs_attention", 1),
        (Answer(drops=True), "retry_wait", 0),
    ],
    ids=lambda value: str(getattr(value, "status", value)),
)
def test_every_answer(desk, receiver, between, answer: Answer, state: str, alerts: int) -> None:
    desk.send()
    receiver.answer = Answer(**{**answer.__dict__, "accepts": False})
    assert between.step() == state
    assert len(between.told.alerts) == alerts
    assert len(receiver.received) == 1  # a redirect is not followed


@pytest.mark.parametrize(("ahead", "how"), [(-420, "ahead of"), (420, "behind")])
def test_who_is_refused_for_a_wrong_clock_is_told(desk, receiver, between, ahead: int, how: str) -> None:
    desk.send()
    receiver.ahead = ahead
    assert between.step() == "destination_paused"
    told = f"not_let_in 401: our clock is 7 minutes {how} the receiver's"
    assert between.notes()[-1] == told
    assert between.told.alerts == [("destination_paused", 0, told, False)]


def test_a_signature_that_is_refused_for_another_reason_blames_no_clock(desk, receiver, between) -> None:
    desk.send()
    receiver.secrets = {KEY: b"another"}
    assert between.step() == "destination_paused"
    assert between.notes()[-1] == "not_let_in 401"


def test_a_receiver_in_production_refuses_the_tests_of_a_preview(desk: Desk, tmp_path: Path) -> None:
    """As the contract asks of it: here ours is wrongly set, and the receiver is the last that can notice."""
    desk.send()
    with Receiver(tmp_path / "receiver.db", {KEY: SECRET}, is_production=True) as receiver:
        between = Between(desk, receiver.address)
        assert between.step() == "needs_attention"
        assert between.told.alerts == [("needs_attention", 0, "refused 422", False)]
        assert receiver.accepted() == []


def test_a_receiver_that_does_not_answer_in_time(desk: Desk, receiver: Receiver) -> None:
    desk.send()
    between = Between(desk, receiver.address, timeout=0.3)
    receiver.answer = Answer(seconds=1.0)
    assert between.step() == "retry_wait"
    receiver.answer = Answer()
    desk.clock.on(seconds=11)
    assert between.step() == "accepted"
    assert len(receiver.accepted()) == 1


def test_one_that_answers_byte_by_byte_is_not_waited_for(desk: Desk, receiver: Receiver) -> None:
    desk.send()
    between = Between(desk, receiver.address, timeout=0.5)
    receiver.answer = Answer(body=b" " * 100 + ACCEPTED, drip=0.05, accepts=False)
    begun = time.monotonic()
    assert between.step() == "retry_wait"
    assert time.monotonic() - begun < 3


def test_one_that_drips_its_headers_is_not_waited_for(desk: Desk, dripping: str) -> None:
    desk.send()
    begun = time.monotonic()
    assert Between(desk, dripping, timeout=0.5).step() == "retry_wait"
    assert time.monotonic() - begun < 5


def test_one_that_is_not_there(desk: Desk) -> None:
    desk.send()
    assert Between(desk, "http://127.0.0.1:9/csods").step() == "retry_wait"


def test_an_endless_answer_is_read_in_part(desk: Desk, receiver: Receiver, between: Between) -> None:
    desk.send()
    receiver.answer = Answer(body=b" " * 5_000_000, accepts=False)
    assert between.step() == "needs_attention"


def test_one_that_accepts_and_hangs_up_is_told_once_more_and_takes_it_once(
    desk: Desk, receiver: Receiver, between: Between
) -> None:
    desk.send()
    receiver.answer = Answer(drops=True)
    assert between.step() == "retry_wait"
    receiver.answer = Answer()
    desk.clock.on(seconds=11)
    assert between.step() == "accepted"
    assert len(receiver.accepted()) == 1
    assert len({headers["idempotency-key"] for headers in receiver.received}) == 1
    assert counted(desk) == {"submitted": 1, "accepted_by_force": 1}


def test_retry_after_is_honoured(desk: Desk, receiver: Receiver, between: Between) -> None:
    desk.send()
    receiver.answer = Answer(429, headers={"Retry-After": "900"}, accepts=False)
    assert between.step() == "retry_wait"
    assert between.seconds_to_wait() == 900


def test_nobody_is_asked_to_wait_for_longer_than_an_hour(desk, receiver, between) -> None:
    desk.send()
    receiver.answer = Answer(429, headers={"Retry-After": "86400"}, accepts=False)
    between.step()
    assert between.seconds_to_wait() == 3600


def test_retry_after_may_be_a_date(desk: Desk, receiver: Receiver, between: Between) -> None:
    desk.send()
    later = format_datetime(datetime.now(timezone.utc) + timedelta(minutes=20), usegmt=True)
    receiver.answer = Answer(503, headers={"Retry-After": later}, accepts=False)
    between.step()
    assert 1100 < between.seconds_to_wait() <= 1200


@pytest.mark.parametrize("nonsense", ["", "soon", "-5", "²", "9" * 400])
def test_a_retry_after_that_makes_no_sense_harms_nothing(desk, receiver, between, nonsense: str) -> None:
    desk.send()
    receiver.answer = Answer(503, headers={"Retry-After": nonsense.encode().decode("latin-1")}, accepts=False)
    assert between.step() == "retry_wait"
    assert between.seconds_to_wait() <= 3600


@given(st.one_of(st.text(), st.from_regex(DATE, fullmatch=True)))
@example("Thu, 01 Jan 1970 00:00:00 +9999999999999")
def test_no_retry_after_makes_it_stumble(words: str) -> None:
    assert seconds(words) >= 0


def test_what_was_accepted_is_settled_whatever_else_was_said(desk, receiver, between) -> None:
    desk.send()
    receiver.answer = Answer(202, headers={"Retry-After": "Thu, 01 Jan 1970 00:00:00 +9999999999999"})
    assert between.step() == "accepted"


def test_the_receiver_knows_who_sent_it(desk: Desk, receiver: Receiver, between: Between) -> None:
    desk.send()
    between.step()
    (headers,) = receiver.received
    assert headers["x-key-id"] == KEY
    assert headers["x-signature"].startswith("v1=")
    body = json.dumps(receiver.accepted()[0], indent=1).encode()
    assert receiver.take(headers, body)[0] == 401  # written differently, so no longer what was signed


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("x-signature", "v1=" + "0" * 64),
        ("x-signature", ""),
        ("x-key-id", "k2"),
        ("x-timestamp", "1"),
        pytest.param("x-timestamp", str(int(time.time()) - 290), id="a recent time that was not signed"),
        ("x-timestamp", "now"),
    ],
)
def test_a_tampered_signature_is_refused(desk, receiver, header: str, value: str) -> None:
    from web.delivery.signing import headers as signed

    body = desk.submission(desk.draft()).payload()
    submission_id = json.loads(body)["meta"]["submission_id"]
    good = {k.lower(): v for k, v in signed(submission_id, body, (KEY, SECRET), int(time.time())).items()}
    assert receiver.take(good, body)[0] == 202
    assert receiver.take({**good, header: value}, body)[0] == 401
    assert receiver.take(good, body + b" ")[0] == 401


def test_either_of_two_live_keys_is_taken(desk: Desk, receiver: Receiver) -> None:
    receiver.secrets["k2"] = b"t" * 32
    for key in ((KEY, SECRET), ("k2", b"t" * 32)):
        body = desk.submission(desk.draft()).payload()
        submission_id = json.loads(body)["meta"]["submission_id"]
        reply = Webhook(receiver.address, key, 5).send(submission_id, body)
        assert outcome_of(reply)[0].name == "accepted"
    wrong = Webhook(receiver.address, ("k1", b"u" * 32), 5).send(submission_id, body)
    assert outcome_of(wrong)[0].state == "destination_paused"


def test_another_body_under_the_same_key_is_refused(desk: Desk, receiver: Receiver) -> None:
    submission = desk.submission(desk.draft())
    submission_id = str(submission.meta.submission_id)
    send = Webhook(receiver.address, (KEY, SECRET), 5).send
    assert send(submission_id, submission.payload()).status == 202
    other = submission.stamped("TEST-AAA-AAA-AAA", submission.meta.submitted_at)
    assert send(submission_id, other.payload()).status == 409
    assert len(receiver.accepted()) == 1


def test_what_does_not_fit_the_schema_is_refused(receiver: Receiver) -> None:
    send = Webhook(receiver.address, (KEY, SECRET), 5).send
    assert send("1", b'{"meta": {}}').status == 422
    assert send("1", b"no json").status == 422
    assert receiver.accepted() == []


def test_a_very_long_force_reference_is_cut() -> None:
    body = json.dumps({"status": "accepted", "force_reference": "F" * 5000}).encode()
    assert len(outcome_of(Reply(202, body))[1]) == 200


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (r"F-1\ud83d", "F-1"),  # a receiver that cuts an emoji in half
        (r"F\u0000-1\n", "F-1"),
        (r"F 1 \u00e9\ud83d\ude00", "F 1 \u00e9\U0001f600"),
        (r"\ud83d", None),
        ("", None),
    ],
)
def test_what_no_database_takes_is_left_out_of_a_reference(desk, receiver, between, said, kept) -> None:
    desk.send()
    body = b'{"status": "accepted", "force_reference": "%s"}' % said.encode()
    receiver.answer = Answer(202, body, accepts=False)
    assert between.step() == "accepted"
    assert between.row().force_reference == kept


def test_refused_answers_are_not_accepted(desk: Desk, receiver: Receiver, between: Between) -> None:
    desk.send()
    receiver.answer = REFUSES
    between.step()
    assert receiver.accepted() == []
