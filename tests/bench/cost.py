"""What conversations cost in processor time: `python -m tests.bench.cost MILLISECONDS_A_TURN [PRICE]`."""

from __future__ import annotations

import sys

TURNS = 5  # of a conversation
PRICE = 0.04  # pounds for an hour of one core; an assumption, put in your own
BUSY = 0.3  # share of their time that the cores paid for are at work, to have room for a peak


def pounds_per_million(
    milliseconds: float, turns: float = TURNS, price: float = PRICE, busy: float = BUSY
) -> float:
    """The cost of a million conversations, given the processor time of a turn in all processes."""
    core_hours = 1_000_000 * turns * milliseconds / 1000 / 3600
    return core_hours * price / busy


def cores_for(turns_a_second: float, milliseconds: float, busy: float = 0.7) -> float:
    """Cores that carry so many turns a second when no more than `busy` of each may be used."""
    return turns_a_second * milliseconds / 1000 / busy


def main(milliseconds: str, price: str = str(PRICE)) -> None:
    pounds = pounds_per_million(float(milliseconds), price=float(price))
    print(f"£{pounds:,.0f} for a million conversations of {TURNS} turns, at £{price} an hour of one core")


if __name__ == "__main__":
    main(*sys.argv[1:])
