"""What Prometheus gets: what was counted, and how things are at this moment. On a port of its own."""

from __future__ import annotations

import json
import logging
import os
import socket
from collections.abc import Iterator
from threading import Thread
from urllib.parse import urlsplit

import waitress
from prometheus_client import CollectorRegistry, Metric, make_wsgi_app
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from web.processes.children import COUNTS
from web.services import Services
from web.store.errors import Unavailable

STEP = 5  # smaller numbers could point to somebody (web/commands/counts.py)
IN_STEPS = ("signpost_replies", "signpost_topics")
BACKLOG = 16

log = logging.getLogger(__name__)


class Exporter(Collector):
    """Asked anew at each scrape. `services` hold what this process has counted."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def collect(self) -> Iterator[Metric]:
        yield from self._counted()
        yield from self._engines()
        yield gauge("closed", "Whether only emergencies are answered", self._services.is_closed)
        yield from self._processes()
        yield from self._store()

    def _counted(self) -> Iterator[Metric]:
        """By this process, or by all that count together."""
        together = COUNTS in os.environ
        counted = MultiProcessCollector(None) if together else self._services.metrics.registry
        return map(in_steps, counted.collect())

    def _engines(self) -> Iterator[Metric]:
        """What each says, of itself and of what only it can see: wherever they run."""
        told = {urlsplit(where).netloc: told for where, told in self._services.engine.each().items()}
        ready = {where: one["state"] == "ready" for where, one in told.items()}
        actions = {where: one["actions"] for where, one in told.items() if "actions" in one}
        dropped = {where: one["dropped"] for where, one in told.items() if "dropped" in one}
        yield gauges("engine_ready", "Whether an engine answers", "engine", ready)
        yield gauges("actions_ready", "Whether an engine's action server answers", "engine", actions)
        yield labelled(
            CounterMetricFamily, "events_dropped", "Events that the broker was not told of", "engine", dropped
        )

    def _processes(self) -> Iterator[Metric]:
        """As the supervisor last wrote them down, where there is one."""
        try:
            states = json.loads(self._services.settings.engine_state.read_text())["processes"]
        except (OSError, ValueError, KeyError):
            return
        ready = {name: state == "ready" for name, state in states.items()}
        yield gauges("process_ready", "Whether a process does its work", "name", ready)

    def _store(self) -> Iterator[Metric]:
        from web.store.clock import now  # the store's libraries take a second to load
        from web.store.figures import look

        try:
            with self._services.records.store.session() as session:
                seen = look(session, now(), self._services.settings.retention_days)
        except Unavailable:
            yield gauge("store_up", "Whether the store of enquiries can be used", 0)
            return
        yield gauge("store_up", "Whether the store of enquiries can be used", 1)
        yield gauges("outbox", "Enquiries that the force has not received", "state", seen.waiting)
        yield gauge("outbox_oldest_seconds", "Age of the oldest of them", seen.oldest)
        yield gauges("overdue_seconds", "Since when something ought to be erased", "what", seen.overdue)
        yield gauge("last_purge_timestamp_seconds", "When enquiries were last erased", seen.last_purge)
        if self._services.library.force.handoff.mode == "embedded":  # else there is nothing to deliver
            yield gauge("delivery_pulse_timestamp_seconds", "When delivery last did its round", seen.delivery)
        yield gauge("drafts", "Forms that are being filled in, in steps of 5", seen.drafts // STEP * STEP)


def in_steps(family: Metric) -> Metric:
    """Rounds down what tells about people: one more of it then always stands for five."""
    if family.name in IN_STEPS:
        family.samples = [sample._replace(value=sample.value // STEP * STEP) for sample in family.samples]
    return family


def gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(f"signpost_{name}", meaning, value=float(value))


def gauges(name: str, meaning: str, label: str, values: dict[str, float]) -> Metric:
    return labelled(GaugeMetricFamily, name, meaning, label, values)


def labelled(kind: type[Metric], name: str, meaning: str, label: str, values: dict[str, float]) -> Metric:
    family = kind(f"signpost_{name}", meaning, labels=[label])
    for of_whom, value in values.items():
        family.add_metric([of_whom], float(value))
    return family


def export(services: Services) -> None:
    """Serve the figures beside the website, if a port is set. Without them the website goes on."""
    port = services.settings.metrics_port
    if port is None:
        return
    registry = CollectorRegistry()
    registry.register(Exporter(services))
    try:
        # Processes of one website share the port: whichever is asked knows of all.
        given = (services.settings.metrics_host, port)
        opened = socket.create_server(given, backlog=BACKLOG, reuse_port=True)
    except OSError as error:
        log.error("the figures cannot be served", extra={"reason": error.strerror})
        return
    options = {"sockets": [opened], "threads": 1, "ident": None, "expose_tracebacks": False}
    server = {"target": waitress.serve, "args": [make_wsgi_app(registry)], "kwargs": options}
    Thread(name="figures", daemon=True, **server).start()
