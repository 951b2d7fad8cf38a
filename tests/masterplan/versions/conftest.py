"""The world of the commitments' tests serves versions and reviews as well."""

from tests.commitments.conftest import _world, sign_in, world

__all__ = ["_world", "sign_in", "world"]
