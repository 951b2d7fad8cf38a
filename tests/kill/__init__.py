"""Real programs, killed in real time."""

from tests import services

# How a tests.place.Place is made: with the file broker of `make run`, and with Redis where the run has one.
BROKERS = [{"embedded": True}, {}] if services.is_real else [{}]
# The demo has ordered the whole book; to be killed in the middle and printed again its shortest part will do.
SHORTEST = "UPDATE masterplan_export SET book = 'B3'"
