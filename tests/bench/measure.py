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


HEAD = """
| users | turns a second | p50 | p95 | p99 | processor a turn, all processes | wrong | errors |
| --- | --- | --- | --- | --- | --- | --- | --- |"""


@dataclass(frozen=True)
class Step:
    """What so many users got, and what one turn cost all processes together: a row under HEAD."""

    users: int
    turns: int
    rate: float  # of turns, a second
    p50: float  # milliseconds, as the next three
    p95: float
    p99: float
    processor: float
    wrong: int
    errors: int

    def __str__(self) -> str:
        waited = " | ".join(f"{time:,.0f} ms" for time in (self.p50, self.p95, self.p99))
        return (
            f"| {self.users} | {self.rate:.1f} | {waited} | {self.processor:.1f} ms "
            f"| {self.wrong} | {self.errors} |"
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
    before = sum(processor_seconds(processes).values())
    ran = outcome(load(kind, address, users, seconds))
    spent = sum(processor_seconds(processes).values()) - before
    times = ran["times"]
    waited = (slowest_but(share, times) for share in (0.5, 0.05, 0.01))
    return Step(
        users, len(times), len(times) / ran["seconds"], *waited,
        1000 * spent / len(times), ran["wrong"], ran["errors"],
    )


def slowest_but(share: float, times: Sequence[float]) -> float:
    """The time that no more than so large a share of them took longer than."""
    return sorted(times)[min(int(len(times) * (1 - share)), len(times) - 1)]


def warm_up(kind: str, address: str) -> None:
    outcome(load(kind, address, *WARM_UP))


def processor_seconds(processes: Processes) -> dict[str, float]:
    """What each has spent since it began."""
    return {name: sum(process.cpu_times()[:2]) for name, process in processes.items()}


def resident(processes: Processes) -> dict[str, float]:
    """The memory of each, in MiB."""
    return {name: process.memory_info().rss / 2**20 for name, process in processes.items()}


def processes_of(service: Service, engines: int, websites: int = 1) -> Processes:
    """The processes of a running service that take part in a turn."""
    named = {f"web {number + 1}": service.child("web", number) for number in range(websites)}
    for number in range(engines):
        named[f"engine {number + 1}"] = service.child("engine", number)
        named[f"actions {number + 1}"] = service.child("actions", number)
    return named
