"""A broker that is away costs a page nothing: the job stays queued, the sweep rings later."""

from tests.place import Place
from tests.servers import free_port

RING = """
import time
from lib.jobs.services import ring
ring("masterplan.render_export", 10001)  # the connection is made the first time
began = time.monotonic()
ring("masterplan.render_export", 10001)
print(time.monotonic() - began)
"""


def test_a_refused_redis_costs_a_moment_and_raises_nothing():
    place = Place("broker", embedded=True, REDIS_URL=f"redis://127.0.0.1:{free_port()}/0")
    done = place.manage("shell", "--no-imports", "-c", RING)
    assert "broker did not take job 10001" in done.stderr
    assert float(done.stdout.splitlines()[-1]) < 0.5
