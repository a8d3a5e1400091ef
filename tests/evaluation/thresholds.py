"""What the arbiter's thresholds would give on the first blind set, for choosing them again when the examples
or the encoder have changed: `python -m tests.evaluation.thresholds`. The second set is never looked at here.
"""

from __future__ import annotations

from itertools import product

from bot.nlu.arbiter import Arbiter
from bot.screening.danger import FIGURE
from bot.young import for_the_age
from tests.evaluation.cases import GIBBERISH
from tests.evaluation.figures import first_set, understood
from tests.evaluation.measures import Pair, Share
from tests.evaluation.safety_cases import harmless, statements

TRIED = {"likely": (0.1, 0.15, 0.2, 0.3), "odds": (4, 6, 8, 10, 12, 15, 20)}
WORRYING = (0.4, 0.5, 0.6, 0.7, 0.8)


def main() -> None:
    pairs = first_set()
    ours = [pair for pair in pairs if pair[0].in_scope]
    foreign = [pair for pair in pairs if not pair[0].in_scope and pair[0].topic != GIBBERISH]
    told, alarming = understood(statements()), understood(harmless("alarming"))
    for likely, odds in product(*TRIED.values()):
        with_them = _deciding(likely=likely, odds=odds)
        right = _share(ours, lambda case, topic: topic in case.right, with_them)
        away = _share(foreign, lambda _, topic: topic.startswith("chat."), with_them)
        print(f"likely {likely}, odds {odds}: right first {right}, out of scope turned away {away}")
    for worrying in WORRYING:
        with_it = _deciding(worrying=worrying)
        heard = _share(told, lambda _, topic: topic.startswith("safety."), with_it)
        alarms = _share(alarming, lambda _, topic: topic.startswith("safety."), with_it)
        print(f"worrying {worrying}: danger heard {heard}, false alarms {alarms}")


def _deciding(**changed: float) -> Arbiter:
    return Arbiter({**Arbiter.get_default_config(), **changed})


def _share(pairs: list[Pair], holds, arbiter: Arbiter) -> Share:
    results = [holds(case, _topic(reply, arbiter)) for case, reply in pairs]
    return Share(sum(results), len(results))


def _topic(reply, arbiter: Arbiter) -> str:
    if reply.by_screen:
        return reply.topic
    ranking = [{"name": name, "confidence": chance} for name, chance in reply.ranking]
    return for_the_age(arbiter.decide(ranking, list(reply.hints), FIGURE in reply.signs), reply.signs)


if __name__ == "__main__":
    main()
