"""How the C library hands out memory to the programs. It reads this before the first line of Python runs.

Left alone it learns from the first frozen version that is read, a text of megabytes, to keep such blocks in
its heap, in one heap for each thread, and gives nothing back: neither those nor the 19 MiB that checking a
password takes. One heap and a fixed border keep a web process some megabytes smaller after 1,000 requests and
19 more after a sign-in, which costs 8 to 10 ms more; all else costs the same (docs/benchmarks.md).
"""

import os

BORDER = 512 * 1024
"""Bytes. What is larger has pages of its own, which are given back with it; most HTML is smaller."""
ALLOCATOR = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(BORDER),
    "MALLOC_TRIM_THRESHOLD_": str(2 * BORDER),
}


def environment() -> dict[str, str]:
    """For a program that is about to start; what the outside says goes before."""
    return {**ALLOCATOR, **os.environ}
