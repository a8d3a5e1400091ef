"""One step of load on running processes, and what it cost them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psutil

from tests.service import ROOT, Service

WARM_UP = (2, 3.0)  # users, seconds
Processes = Mapping[str, psutil.Process]


@dataclass(frozen=True)
class Step:
    """What so many users got, and what one turn cost all processes together."""

    users: int
    rate: float  # turns a second
    p50: float  # milliseconds, as the next three
    p95: float
    p99: float
    processor: float
    wrong: int
    errors: int

    def __str__(self) -> str:
        return (
            f"  {self.users:3} users: {self.rate:6.1f} turns/s   p50 {self.p50:6.0f}   p95 {self.p95:6.0f}"
            f"   p99 {self.p99:6.0f} ms   processor {self.processor:5.1f} ms a turn"
            f"   wrong {self.wrong}   errors {self.errors}"
        )


def load(kind: str, address: str, users: int, seconds: float, pause: float = 0.0) -> subprocess.Popen[str]:
    """A process that makes load and prints what came of it (tests/bench/load.py)."""
    command = [sys.executable, "-m", "tests.bench.load", kind, address, str(users), str(seconds), str(pause)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def outcome(load: subprocess.Popen[str]) -> dict[str, Any]:
    """What the process printed, once it has ended."""
    printed, _ = load.communicate()
    return json.loads(printed)


def step(kind: str, address: str, processes: Processes, users: int, seconds: float) -> Step:
    before = processor_seconds(processes)
    ran = outcome(load(kind, address, users, seconds))
    spent = processor_seconds(processes) - before
    times = ran["times"]
    return Step(
        users, len(times) / ran["seconds"], *(slowest_but(share, times) for share in (0.5, 0.05, 0.01)),
        1000 * spent / len(times), ran["wrong"], ran["errors"],
    )


def slowest_but(share: float, times: Sequence[float]) -> float:
    """The time that no more than so large a share of them took longer than."""
    return sorted(times)[min(int(len(times) * (1 - share)), len(times) - 1)]


def warm_up(kind: str, address: str) -> None:
    outcome(load(kind, address, *WARM_UP))


def processor_seconds(processes: Processes) -> float:
    return sum(sum(process.cpu_times()[:2]) for process in processes.values())


def resident(processes: Processes) -> dict[str, float]:
    """The memory of each, in MiB."""
    return {name: process.memory_info().rss / 2**20 for name, process in processes.items()}


def processes_of(service: Service, engines: int) -> Processes:
    """The processes of a running service that take part in a turn."""
    named = {"web": service.child("web")}
    for number in range(engines):
        named[f"engine {number + 1}"] = service.child("engine", number)
        named[f"actions {number + 1}"] = service.child("actions", number)
    return named
