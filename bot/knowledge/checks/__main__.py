"""`make check-content`: prints every fault in data/ as file:line and exits 1 if there is one."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from bot.knowledge import ContentError, load
from bot.knowledge.checks import all_faults, checked
from bot.knowledge.reading import DATA


def main(data: Path = DATA) -> None:
    try:
        library = load(data=data)
    except ContentError as error:
        sys.exit(str(error))
    faults = sorted(all_faults(checked(library, date.today(), data)), key=str)
    for fault in faults:
        print(fault)
    failing = sum(not fault.warning for fault in faults)
    print(f"{len(library.topics)} topics: {failing} faults, {len(faults) - failing} warnings")
    sys.exit(1 if failing else 0)


if __name__ == "__main__":
    main()
