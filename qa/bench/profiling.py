"""`python -m qa.bench.child profiling PLAN NAME`: where the time of one request goes, and its queries."""

import cProfile
import pstats
import sys
import time

from django.db import connection

from qa.bench import handles, measuring
from qa.bench.acting import act_of
from qa.bench.requests import REQUESTS

TIMES = 40


def main(slug: str, name: str) -> None:
    act = act_of(next(request for request in REQUESTS if request.name == name), handles.find(slug))
    act()
    with measuring.queries() as asked, connection.execute_wrapper(_timed):
        act()
    for number, (sql, _) in enumerate(asked, 1):
        print(f"{number:3} {_spent[number - 1]:6.2f} ms  {' '.join(sql.split())[:300]}")
    profile = cProfile.Profile(time.thread_time)
    for _ in range(TIMES):
        profile.runcall(act)
    stats = pstats.Stats(profile, stream=sys.stdout)
    stats.sort_stats("tottime").print_stats(25)
    stats.sort_stats("cumtime").print_stats(130)


_spent: list[float] = []


def _timed(execute, sql, params, many, context):
    began = time.thread_time()
    found = execute(sql, params, many, context)
    _spent.append((time.thread_time() - began) * 1000)
    return found
