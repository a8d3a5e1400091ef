"""`make bench`: prints the figures of docs/performance.md. Ratios hold, absolute times are this machine's."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import psutil
import requests

from tests.bench.stages import stages
from tests.bench.untuned import untuned_service
from tests.service import ROOT, Service

USERS = (1, 8, 20)
SECONDS = 20


def load_at(kind: str, address: str, users: int, seconds: float = SECONDS) -> dict:
    command = [sys.executable, "-m", "tests.bench.load", kind, address, str(users), str(seconds)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def table(kind: str, address: str, processes: Iterable[psutil.Process]) -> None:
    processes = list(processes)
    load_at(kind, address, 2, 3)  # warm
    for users in USERS:
        before = sum(sum(p.cpu_times()[:2]) for p in processes)
        ran = load_at(kind, address, users)
        spent = sum(sum(p.cpu_times()[:2]) for p in processes) - before
        times = sorted(ran["times"])
        print(
            f"  {users:3} users: {len(times) / ran['seconds']:6.1f} turns/s"
            f"   p50 {statistics.median(times):7.1f} ms"
            f"   p95 {times[int(len(times) * 0.95)]:7.1f} ms"
            f"   processor {1000 * spent / len(times):5.1f} ms a turn"
            f"   wrong replies {ran['wrong']}",
            flush=True,
        )


def main() -> None:
    print("Where a turn's time goes (median, ms)")
    for step, milliseconds in stages():
        print(f"  {milliseconds:7.1f}  {step}", flush=True)

    print("\nSignpost: web, screen and masking in the way")
    begun = time.monotonic()
    service = Service().start()
    try:
        service.wait_for(200, "/health/live")
        print(f"  first page after   {time.monotonic() - begun:5.1f} s")
        service.wait_for(200)
        print(f"  first answer after {time.monotonic() - begun:5.1f} s")
        parts = {part: service.child(part) for part in ("web", "engine", "actions")}
        table("signpost", service.address, parts.values())
        for part, process in parts.items():
            print(f"  {part:8} {process.memory_info().rss / 2**20:6.0f} MiB resident")
    finally:
        service.stop()

    print("\nUntuned rasa run, same content, nothing in the way")
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        with untuned_service(Path(folder)) as (address, running):
            wait_for(address)
            print(f"  trained and answering after {time.monotonic() - begun:5.1f} s")
            table("untuned", address, [psutil.Process(p.pid) for p in running.values()])


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


if __name__ == "__main__":
    main()
