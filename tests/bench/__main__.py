"""`make bench`: prints the figures of docs/performance.md. Ratios hold, absolute times are this machine's.

`python -m tests.bench --users 1 20 --seconds 5 --engines 1 --no-planned --no-untuned` is a short run.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import psutil
import requests

from tests.bench.cost import pounds_per_million
from tests.bench.measure import (
    HEAD,
    Processes,
    Step,
    processes_of,
    processor_seconds,
    resident,
    step,
    warm_up,
)
from tests.bench.planned import planned, several
from tests.bench.stages import stages
from tests.bench.untuned import untuned_service
from tests.servers import PostgresServer, RabbitServer, RedisServer
from tests.service import Service

USERS = (1, 8, 20, 50, 100)
ENGINES = (1, 2, 4)


def table(kind: str, address: str, processes: Processes, users: list[int], seconds: float) -> list[Step]:
    """Prints a row for each number of users, then what each process holds and what a turn cost it."""
    warm_up(kind, address)
    before = processor_seconds(processes)
    steps = []
    print(HEAD)
    for number in users:
        steps.append(step(kind, address, processes, number, seconds))
        print(steps[-1], flush=True)
    print("\n| process | resident | processor a turn |\n| --- | --- | --- |")
    turns = sum(step.turns for step in steps)
    spent = processor_seconds(processes)
    for name, mebibytes in resident(processes).items():
        milliseconds = 1000 * (spent[name] - before[name]) / turns
        print(f"| {name} | {mebibytes:.0f} MiB | {milliseconds:.1f} ms |")
    return steps


def ours(
    settings: dict[str, str], users: list[int], seconds: float, redis: RedisServer | None = None
) -> list[Step]:
    """The service with these settings. What `redis` does for a turn is counted with it."""
    begun = time.monotonic()
    service = Service(**settings).start()
    try:
        service.wait_for(200, "/health/live")
        print(f"  first page after   {time.monotonic() - begun:5.1f} s")
        service.wait_for(200)
        print(f"  first answer after {time.monotonic() - begun:5.1f} s")
        service.wait_until(lambda: set(service.states().values()) == {"ready"})
        engines, websites = (int(settings.get(f"SIGNPOST_{part}", 1)) for part in ("ENGINES", "WORKERS"))
        processes = dict(processes_of(service, engines, websites))
        if redis:
            processes["redis"] = psutil.Process(redis.process.pid)
        steps = table("signpost", service.address, processes, users, seconds)
    finally:
        service.stop()
    return steps


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
    parser.add_argument("--no-planned", action="store_true")
    parser.add_argument("--no-untuned", action="store_true")
    chosen = parser.parse_args()

    print("Where a turn's time goes (median, processor milliseconds)")
    for name, milliseconds in stages():
        print(f"  {milliseconds:7.1f}  {name}", flush=True)

    measured = []
    for engines in chosen.engines:
        print(f"\nSignpost, {engines} engine(s): web, screen and masking in the way")
        with RedisServer() as redis:
            shared = redis if engines > 1 else None
            measured.append(ours(several(engines, redis), chosen.users, chosen.seconds, shared))
    if not chosen.no_planned:
        print("\nSignpost as planned for a nation: two engines, two websites, Redis, PostgreSQL, RabbitMQ")
        with RedisServer() as redis, PostgresServer() as postgres, RabbitServer() as rabbit:
            ours(planned(redis, postgres, rabbit), chosen.users, chosen.seconds, redis)
    steps = measured[0]
    print(f"\nA million conversations: £{pounds_per_million(steps[0].processor):,.0f} of processor time")
    if not chosen.no_untuned:
        for one, other in zip(steps, untuned(chosen.users, chosen.seconds)):
            print(f"  {one.users:3} users: {one.rate / other.rate:4.1f} times as many")


if __name__ == "__main__":
    main()
