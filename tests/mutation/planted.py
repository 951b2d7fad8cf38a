"""`python -m tests.mutation.planted PATH SOURCE ARGUMENTS...`: pytest, one file read from elsewhere.

For what only a fresh interpreter shows: class bodies and what is worked out while a module is loaded.
"""

import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType

import pytest


def read_elsewhere(path: str, source: bytes) -> None:
    original = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        if self.path == path:
            return compile(source, path, "exec")
        return original(self, fullname)

    setattr(SourceFileLoader, "get_code", get_code)  # noqa: B010 -- types know no module that reads elsewhere


if __name__ == "__main__":
    read_elsewhere(sys.argv[1], Path(sys.argv[2]).read_bytes())
    sys.exit(pytest.main(sys.argv[3:]))
