"""`make bench`: prints the figures of docs/performance.md. Ratios hold, absolute times are this machine's.

`python -m tests.bench --users 1 20 --seconds 5 --engines 1 --no-untuned` is a short run.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import psutil
import requests

from tests.bench.cost import pounds_per_million
from tests.bench.measure import Processes, Step, processes_of, resident, step, warm_up
from tests.bench.stages import stages
from tests.bench.untuned import untuned_service
from tests.servers import RedisServer
from tests.service import Service

USERS = (1, 8, 20, 50, 100)
ENGINES = (1, 2, 4)


def table(kind: str, address: str, processes: Processes, users: list[int], seconds: float) -> list[Step]:
    warm_up(kind, address)
    steps = []
    for number in users:
        steps.append(step(kind, address, processes, number, seconds))
        print(steps[-1], flush=True)
    for name, mebibytes in resident(processes).items():
        print(f"  {name:10} {mebibytes:6.0f} MiB resident")
    return steps


def ours(engines: int, users: list[int], seconds: float) -> list[Step]:
    """The service with so many engines; several share their conversations in a Redis of the run's own."""
    print(f"\nSignpost, {engines} engine(s): web, screen and masking in the way")
    with ExitStack() as held:
        settings = {"SIGNPOST_ENGINES": str(engines)}
        if engines > 1:
            settings["SIGNPOST_CONVERSATIONS"] = held.enter_context(RedisServer()).address
        begun = time.monotonic()
        service = Service(**settings).start()
        held.callback(service.stop)
        service.wait_for(200, "/health/live")
        print(f"  first page after   {time.monotonic() - begun:5.1f} s")
        service.wait_for(200)
        print(f"  first answer after {time.monotonic() - begun:5.1f} s")
        service.wait_until(lambda: set(service.states().values()) == {"ready"})
        return table("signpost", service.address, processes_of(service, engines), users, seconds)


def untuned(users: list[int], seconds: float) -> list[Step]:
    print("\nUntuned rasa run, same content, nothing in the way")
    with tempfile.TemporaryDirectory() as folder, untuned_service(Path(folder)) as (address, running):
        wait_for(address)
        processes = {name: psutil.Process(process.pid) for name, process in running.items()}
        return table("untuned", address, processes, users, seconds)


def wait_for(address: str) -> None:
    for _ in range(600):
        try:
            asked = {"sender": "first", "message": "What is Childline?"}
            if requests.post(f"{address}/webhooks/rest/webhook", json=asked, timeout=10).json():
                return
        except (requests.RequestException, ValueError):
            pass
        time.sleep(0.2)
    raise TimeoutError("the untuned engine does not answer")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, nargs="+", default=USERS)
    parser.add_argument("--seconds", type=float, default=20.0, help="of each step")
    parser.add_argument("--engines", type=int, nargs="+", default=ENGINES)
    parser.add_argument("--no-untuned", action="store_true")
    chosen = parser.parse_args()

    print("Where a turn's time goes (median, processor milliseconds)")
    for name, milliseconds in stages():
        print(f"  {milliseconds:7.1f}  {name}", flush=True)

    steps = [ours(engines, chosen.users, chosen.seconds) for engines in chosen.engines][0]
    print(f"\nA million conversations: £{pounds_per_million(steps[0].processor):,.0f} of processor time")
    if not chosen.no_untuned:
        for one, other in zip(steps, untuned(chosen.users, chosen.seconds)):
            print(f"  {one.users:3} users: {one.rate / other.rate:4.1f} times as many")


if __name__ == "__main__":
    main()
