"""signpost enquiries mark, requeue and drop-tests: what operators do by hand."""

from __future__ import annotations

import click

from web.commands.start import one_line, one_line_given, opened_store, operator_option, settings


@click.command()
@click.argument("reference")
@click.argument("what", type=click.Choice(["received", "taken", "failed"]))
@operator_option
@click.option("--force-reference", callback=one_line_given, help="The force's own reference.")
def mark(reference: str, what: str, operator: str, force_reference: str | None) -> None:
    """Write down that the police force has an enquiry, or who is handing it over by hand.

    It then asks how that was done: one line, for the trail.

    \b
    received  the force has it: the days of retention begin
    taken     somebody hands it over by hand: delivery leaves it alone
    failed    handing it over by hand did not work
    """
    from web.delivery.handwork import mark as mark_by_hand
    from web.store.clock import now

    how = asked("How (by telephone, read here ...)")
    if what == "received" and not how:
        raise click.UsageError("Say how the force got it: type one line when asked, or pipe it in")
    with opened_store(settings()) as store, store.session() as session:
        state = mark_by_hand(session, reference, what, now(), operator, how, force_reference)
    click.echo(f"{reference}: {state}.")


def asked(question: str) -> str:
    """The line that is typed, or piped in.

    No argument: what may tell of an enquiry would stand in the list of processes, and sudo, systemd and the
    shell's history would keep it.
    """
    click.echo(f"{question}: ", nl=False, err=True)
    return one_line(click.get_text_stream("stdin").readline())


@click.command()
@click.argument("references", nargs=-1)
@operator_option
def requeue(references: tuple[str, ...], operator: str) -> None:
    """Try again what is stuck or waits: these, or without references all that can be, and every route."""
    from web.delivery import outbox
    from web.store.clock import now

    ours = settings()
    given = (now(), operator, bool(ours.second_webhook))
    with opened_store(ours) as store, store.session() as session:
        held = outbox.paused(session)
        outbox.free(session, now(), operator)
        for reference in references:
            outbox.requeue(session, outbox.entry(session, reference), *given)
        count = len(references) or outbox.requeue_all(session, *given)
        resumed = held - outbox.paused(session)
    click.echo(f"Queued again: {count}.")
    for route in sorted(resumed):
        click.echo(f"The {route} route is used again.")


@click.command("drop-tests")
@click.confirmation_option(prompt="This erases every test of a preview, and the counts so far. Go on?")
def drop_tests() -> None:
    """Erase what a preview left, before production: TEST- enquiries and their trails, and the counts.

    Real enquiries are never erased; where there are any, the counts stay.
    """
    from web.store import retention
    from web.store.clock import now

    with opened_store(settings()) as store, store.session() as session:
        count, counts_too = retention.drop_tests(session, now())
    click.echo(f"Erased: {count} tests.")
    click.echo("The counts begin anew." if counts_too else "The counts stay: real enquiries are among them.")
