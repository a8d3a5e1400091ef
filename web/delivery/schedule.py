"""When delivery tries again, and when people are told that an enquiry waits."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Schedule:
    """Times in seconds; tests run with shorter ones."""

    first_tries: tuple[float, ...] = (10, 30, 120, 300)
    longest_wait: float = 30 * 60
    longest_asked: float = 3600  # that a receiver may ask us to wait
    budget: float = 8 * 3600  # from the first try to giving up
    lease: float = 60
    poll: float = 2  # between looks for something new
    round: float = 30  # between looks at how long things wait

    def wait(self, attempts: int) -> float:
        """Seconds after so many attempts: the first as listed, then twice as long each, with jitter."""
        if attempts <= len(self.first_tries):
            return self.first_tries[attempts - 1]
        doubled = self.first_tries[-1] * 2.0 ** min(attempts - len(self.first_tries), 20)
        return min(doubled, self.longest_wait) * random.uniform(0.8, 1.0)


# Minutes without "received by force" after which somebody is told.
OPERATOR, SECOND_ROUTE, DUTY_CONTACT = 15, 60, 240
ALARMS = (DUTY_CONTACT, SECOND_ROUTE, OPERATOR)


def alarm_after(age: timedelta) -> int:
    """The highest alarm that an age has reached, in minutes; 0 for none."""
    return next((minutes for minutes in ALARMS if age >= timedelta(minutes=minutes)), 0)
