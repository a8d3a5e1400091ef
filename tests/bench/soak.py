"""Steady load for a long time: `python -m tests.bench.soak MINUTES`. By hand; kept in docs/performance.md.

The memory of each process is looked at each minute. It fails where one holds over 5 % more in the last third
of the time than in the middle one, where a reply was wrong, or where there was none.
"""

from __future__ import annotations

import statistics
import sys
import time

from tests.bench.measure import load, outcome, processes_of, resident, warm_up
from tests.service import Service, running

USERS, PAUSE = 10, 1.0  # seconds between the messages of each
GROWTH = 1.05


def soak(service: Service, minutes: int, minute: float = 60.0) -> list[str]:
    """What is wrong after so many minutes, of `minute` seconds each; nothing if all is well."""
    processes = processes_of(service, engines=1)
    warm_up("leaving", service.address)
    making = load("leaving", service.address, USERS, minutes * minute, PAUSE)
    seen: dict[str, list[float]] = {name: [] for name in processes}
    begun = time.monotonic()
    for number in range(1, minutes + 1):
        time.sleep(max(0.0, begun + number * minute - time.monotonic()))
        for name, mebibytes in resident(processes).items():
            seen[name].append(mebibytes)
        told = "   ".join(f"{name} {held[-1]:.1f}" for name, held in seen.items())
        print(f"{number:3} min   {told} MiB", flush=True)
    ran = outcome(making)
    print(f"{len(ran['times'])} turns, {ran['wrong']} wrong, {ran['errors']} errors")
    faults = [f"{ran[kind]} {kind}" for kind in ("wrong", "errors") if ran[kind]]
    return [*faults, *(f"{name} grows" for name, held in seen.items() if grows(held))]


def grows(held: list[float]) -> bool:
    """Whether the last third is over 5 % above the middle one, on average."""
    third = len(held) // 3
    middle, last = held[third : 2 * third], held[2 * third :]
    return statistics.mean(last) > GROWTH * statistics.mean(middle)


if __name__ == "__main__":
    minutes = int(sys.argv[1])
    if minutes < 3:
        sys.exit("at least 3 minutes: the last third of them is compared with the middle one")
    with running() as service:
        faults = soak(service, minutes)
    sys.exit("; ".join(faults) or None)
