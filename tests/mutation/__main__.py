"""`python -m tests.mutation [--only PART_OF_A_NAME]`: ends with 1 while a survivor has no reason."""

import argparse
import os
import sys
import time

import pytest

from tests.mutation.finding import mutants_of
from tests.mutation.host import Host
from tests.mutation.record import FOUND, Record, accepted, table
from tests.mutation.targets import ROOT, modules, tests


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="WORD", help="modules whose path contains it"
    )
    parser.add_argument("--parallel", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--again", action="store_true", help="also what is settled already")
    options = parser.parse_args()
    began = time.monotonic()
    record = Record(ROOT / "var" / "mutation" / "results.jsonl")
    mutants = [mutant for module in modules(*options.only) for mutant in mutants_of(module, ROOT)]
    reasons = accepted()
    waiting = [m for m in mutants if options.again or not record.is_settled(m, accepted=m.key in reasons)]
    record.say(f"{len(mutants)} mutants, {len(waiting)} to be tried")
    os.environ["TEST_SERVICES"] = "sqlite"
    host = Host(modules(), waiting, record, options.parallel)
    arguments = [
        *tests(),
        "-q",
        "--no-header",
        "--no-summary",
        "-p",
        "no:cacheprovider",
        "--hypothesis-seed=0",
    ]
    if waiting and (code := pytest.main(arguments, plugins=[host])):
        return int(code)
    survivors = [m.key for m in mutants if record.states.get(m.key) not in FOUND]
    record.say(table(mutants, record.states))
    for key in survivors:
        record.say(f"survived: {key}\n    {reasons.get(key, 'WITHOUT A REASON')}")
    if host.failed:
        record.say(
            f"left out, since they fail without any change: {', '.join(host.failed[:9])} ({len(host.failed)})"
        )
    told = [key for key in reasons if key not in {m.key for m in mutants} or key not in survivors]
    stale = [key for key in told if not options.only or key.split(" | ")[0] in modules(*options.only)]
    for key in stale:
        record.say(f"has a reason, but is no survivor: {key}")
    unexplained = [key for key in survivors if key not in reasons]
    record.say(f"{len(unexplained)} survivors without a reason; {time.monotonic() - began:.0f} s")
    return int(bool(unexplained or stale))


if __name__ == "__main__":
    sys.exit(main())
