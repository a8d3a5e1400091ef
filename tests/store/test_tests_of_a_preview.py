"""What a preview leaves in the store never reaches a force, and can be erased."""

from __future__ import annotations

from tests.commands.test_readiness import SET, of_a_force, settings
from tests.store.examples import Desk
from web.readiness import missing
from web.store import retention, tallies
from web.store.audit import trail
from web.store.tables import tombstones


def left(desk: Desk) -> list[str]:
    with desk.store.session() as session:
        return [row.reference for row in session.execute(tombstones.select()).all()]


def real(desk: Desk) -> str:
    """The reference of an enquiry that a force must get."""
    key = desk.draft()
    submission = desk.submission(key)
    return desk.enquiries.submit(key, submission.stamped("K7M-4RX-P9T", submission.meta.submitted_at))


def test_production_does_not_start_over_the_tests_of_a_preview(desk: Desk) -> None:
    ours = settings(desk.settings.var, **SET)
    assert list(missing(ours, of_a_force("embedded"))) == []
    desk.send()
    (sentence,) = missing(ours, of_a_force("embedded"))
    assert "signpost enquiries drop-tests" in sentence
    with desk.store.session() as session:
        retention.drop_tests(session, desk.clock())
    real(desk)
    assert list(missing(ours, of_a_force("embedded"))) == []


def test_tests_and_the_counts_so_far_are_erased_and_that_is_written_down(desk: Desk) -> None:
    desk.send()
    with desk.store.session() as session:
        tallies.add(session, "example", desk.clock(), {"conversations": 7})
        (test,) = [row.submission_id for row in session.execute(tombstones.select()).all()]
        assert retention.drop_tests(session, desk.clock()) == (1, True)
        assert not retention.tests_are_kept(session)
        assert trail(session, test) == []
        assert tallies.read(session) == {}
        assert [row.rule for row in retention.purge_log(session)] == ["tests of a preview", "of a preview"]
    assert left(desk) == []


def test_a_real_enquiry_and_its_counts_stay(desk: Desk) -> None:
    desk.send()
    reference = real(desk)
    with desk.store.session() as session:
        assert retention.drop_tests(session, desk.clock()) == (1, False)
        assert tallies.read(session)
    assert left(desk) == [reference]
