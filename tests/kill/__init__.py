"""Real programs, killed in real time."""

from tests import services

# How a tests.place.Place is made: with the file broker of `make run`, and with Redis where the run has one.
BROKERS = [{"embedded": True}, {}] if services.is_real else [{}]
