"""Real Redis, PostgreSQL and RabbitMQ servers on loopback, in temporary folders (deploy/test-tools.sh).

Each ends with its context. kill() and start() may be called in between.
"""

from __future__ import annotations

import asyncio
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aio_pika
import psycopg2
import pytest
from redis import Redis
from redis.exceptions import RedisError

from tests.service import free_port

STARTS_WITHIN = 120  # seconds, on a busy machine
PASSWORD = "canary-of-the-servers"


class Server(ABC):
    """One server. `address` is what a setting takes."""

    programs: tuple[str, ...] = ()
    user: str | None = None  # for those that refuse to run as root

    def __init__(self) -> None:
        missing = [program for program in self.programs if not self.found(program)]
        if missing:
            pytest.skip(f"not installed: {', '.join(missing)}. As root: make test-tools")
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="signpost-server-")
        self.folder = Path(self._folder.name)
        if self.user and os.getuid() == 0:
            found = pwd.getpwnam(self.user)
            os.chown(self.folder, found.pw_uid, found.pw_gid)

    def __enter__(self) -> Any:
        try:
            self.prepare()
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self._folder.cleanup()

    @staticmethod
    def found(program: str) -> str | None:
        debian = ["/usr/lib/rabbitmq/bin", *map(str, Path("/usr/lib/postgresql").glob("*/bin"))]
        places = [*debian, os.environ["PATH"]]
        return shutil.which(program, path=os.pathsep.join(places))

    def start(self) -> None:
        """Until it answers."""
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command(), stdout=log, stderr=log, start_new_session=True, cwd=self.folder, **self.how()
            )
        until(self.answers, STARTS_WITHIN)

    def kill(self) -> None:
        """As a power cut does."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def how(self) -> dict[str, Any]:
        """As whom and where it runs."""
        is_root = self.user and os.getuid() == 0
        changes = {"user": self.user, "group": self.user, "extra_groups": []} if is_root else {}
        return {**changes, "env": {**os.environ, "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}}

    def prepare(self) -> None:  # noqa: B027  # most need nothing
        """What is done once, before the first start."""

    @abstractmethod
    def command(self) -> list[str]: ...

    @abstractmethod
    def answers(self) -> bool: ...


class RedisServer(Server):
    programs = ("redis-server",)

    @property
    def address(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def client(self) -> Redis:
        return Redis(port=self.port, socket_timeout=2)

    def command(self) -> list[str]:
        """Every change is on disk at once, so that what is forgotten can be looked for there."""
        keeps = ["--save", "", "--appendonly", "yes", "--appendfsync", "always"]
        here = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        return [self.found("redis-server"), *here, *keeps]

    def answers(self) -> bool:
        try:
            return self.client.ping()
        except RedisError:
            return False

    def everything(self) -> bytes:
        """Every key and value. They are read, since a dump would be compressed and hide what is in it."""
        client = self.client
        kinds = {key: client.type(key) for key in client.keys("*")}
        read = {key: client.get(key) if kinds[key] == b"string" else client.dump(key) for key in kinds}
        return b"\n".join(key + b" " + (value or b"") for key, value in read.items())


class PostgresServer(Server):
    programs = ("initdb", "postgres")
    user = "postgres"

    @property
    def address(self) -> str:
        return self.database("postgres")

    def database(self, name: str) -> str:
        return f"postgresql://postgres:{PASSWORD}@127.0.0.1:{self.port}/{name}"

    def fresh(self, name: str, like: str = "template1") -> str:
        """The address of a new database: an empty one, or a copy of another."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        return self.database(name)

    def execute(self, statement: str, name: str = "postgres") -> list[tuple[Any, ...]]:
        """The rows of a statement, each in a transaction of its own."""
        connection = psycopg2.connect(self.database(name), connect_timeout=5)
        connection.autocommit = True
        try:
            cursor = connection.cursor()
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def prepare(self) -> None:
        password = self.folder / "password"
        password.write_text(PASSWORD)
        password.chmod(0o644)
        wanted = ["-U", "postgres", "-A", "scram-sha-256", "--pwfile", str(password), "-E", "UTF8"]
        command = [self.found("initdb"), "-D", str(self.folder / "data"), "--no-sync", *wanted]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **self.how())

    def command(self) -> list[str]:
        here = ["-p", str(self.port), "-c", "listen_addresses=127.0.0.1", "-k", str(self.folder)]
        quick = ["-F"]  # a process is killed, never the machine
        return [self.found("postgres"), "-D", str(self.folder / "data"), *here, *quick]

    def answers(self) -> bool:
        try:
            self.execute("SELECT 1")
        except psycopg2.OperationalError:
            return False
        return True


class RabbitServer(Server):
    """A node of its own, with a port mapper of its own."""

    programs = ("rabbitmq-server", "epmd")
    user = "rabbitmq"

    @property
    def address(self) -> str:
        return f"amqp://signpost:{PASSWORD}@127.0.0.1:{self.port}/"

    def __exit__(self, *_: object) -> None:
        super().__exit__()
        self._mapper.kill()
        self._mapper.wait()

    def prepare(self) -> None:
        (self.folder / "rabbitmq.conf").write_text(
            f"listeners.tcp.default = 127.0.0.1:{self.port}\n"
            f"default_user = signpost\ndefault_pass = {PASSWORD}\n"
        )
        (self.folder / "plugins").write_text("[].\n")
        self._ports = {"ERL_EPMD_PORT": str(free_port()), "RABBITMQ_DIST_PORT": str(free_port())}
        command = [self.found("epmd"), "-address", "127.0.0.1", "-port", self._ports["ERL_EPMD_PORT"]]
        self._mapper = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(self._mapper_answers, STARTS_WITHIN)  # else the node starts one that outlives it

    def _mapper_answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", int(self._ports["ERL_EPMD_PORT"])), 1).close()
        except OSError:
            return False
        return True

    def how(self) -> dict[str, Any]:
        how = super().how()
        how["env"].update(
            self._ports,
            ERL_EPMD_ADDRESS="127.0.0.1",
            RABBITMQ_NODENAME=f"signpost-{self.port}@localhost",
            RABBITMQ_CONFIG_FILE=str(self.folder / "rabbitmq.conf"),
            RABBITMQ_ENABLED_PLUGINS_FILE=str(self.folder / "plugins"),
            RABBITMQ_MNESIA_BASE=str(self.folder / "mnesia"),
            RABBITMQ_LOG_BASE=str(self.folder / "log"),
            RABBITMQ_PID_FILE=str(self.folder / "pid"),
            RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}",
        )
        return how

    def command(self) -> list[str]:
        return [self.found("rabbitmq-server")]

    def answers(self) -> bool:
        try:
            asyncio.run(self._connect())
        except (aio_pika.exceptions.AMQPError, OSError):
            return False
        return True

    def taken(self, queue: str) -> list[dict[str, Any]]:
        """Everything that waits in a queue; it is empty then. With each body come its properties."""
        return asyncio.run(self.take(queue))

    async def _connect(self) -> None:
        await (await aio_pika.connect(self.address, timeout=5)).close()

    async def take(self, queue: str) -> list[dict[str, Any]]:
        """The same, for those who are asynchronous themselves."""
        async with await aio_pika.connect(self.address, timeout=5) as connection:
            channel = await connection.channel()
            waiting = await channel.get_queue(queue, ensure=False)
            found = []
            while (message := await waiting.get(fail=False, no_ack=True)) is not None:
                found.append({"body": json.loads(message.body), "properties": message.info()})
            return found


def until(true: Callable[[], Any], seconds: float = 30) -> None:
    """Wait until `true()`; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come to that in time"
        time.sleep(0.05)
