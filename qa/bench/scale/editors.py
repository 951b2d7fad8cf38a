"""`python -m qa.bench.scale.editors SPEC MINUTES`: people who write and read, in a process of its own.

Every editor saves every SAVE_EVERY seconds and opens a page every PAGE_EVERY seconds, each on a clock of its
own. SPEC names the address, the editors and the pages. Says "begin" when the measured time begins; at its end
prints what happened as JSON, with every acknowledged save, so that each can be looked for in the database.
"""

import asyncio
import json
import random
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from qa.bench.forms import Fields, fields_of, with_values

SAVE_EVERY, PAGE_EVERY = 15.0, 30.0
PATIENCE = 30.0
AT_ONCE = 8  # forms fetched at the same time before it begins
VERSION = re.compile(r'name="version"\s+value="(\d+)"')


@dataclass
class Log:
    """What the client saw. `acknowledged`: row, version it made, mark in its text."""

    saves: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    conflicts: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    acknowledged: list[tuple[str, int, str]] = field(default_factory=list)
    late_s: float = 0.0


class Editor:
    def __init__(self, number: int, spec: dict[str, Any], line: aiohttp.ClientSession, log: Log) -> None:
        self.number, self.line, self.log = number, line, log
        self.cookies: dict[str, str] = dict(spec["cookies"])
        self.row, self.path, self.field = (spec["form"][name] for name in ("row", "path", "field"))
        self.fields: Fields = []
        self.base, self.version, self.written = "", 0, 0

    async def open_form(self) -> None:
        status, text = await self._ask("GET", self.path)
        if status != 200:
            raise RuntimeError(f"{self.path}: {status}")
        self.fields = fields_of(text, self.path)
        known = dict(self.fields)
        self.base, self.version = known[self.field], int(known["version"])

    async def save(self) -> None:
        self.written += 1
        mark = f"tanda-{self.number}-{self.written}-akhir"
        values = {self.field: f"{self.base}\n\n{mark}".strip(), "version": str(self.version)}
        began = time.perf_counter()
        status, text = await self._ask("POST", self.path, with_values(self.fields, **values))
        if status == 302:
            self.version += 1
            self.log.saves.append(time.perf_counter() - began)
            self.log.acknowledged.append((self.row, self.version, mark))
        elif status == 409 and (found := VERSION.search(text)):
            self.version = int(found[1])
            self.log.conflicts += 1
        else:
            self.log.errors[f"save {status}"] += 1

    async def read(self, page: str) -> None:
        began = time.perf_counter()
        status, _ = await self._ask("GET", page)
        if status == 200:
            self.log.pages.append(time.perf_counter() - began)
        else:
            self.log.errors[f"page {status}"] += 1

    async def _ask(self, method: str, path: str, fields: Fields | None = None) -> tuple[int, str]:
        """The status, 0 for a request without an answer, and the text."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields is not None:
            origin = self.line.headers["X-Origin"]
            headers |= {"Origin": origin, "Referer": f"{origin}{path}"}
        try:
            async with self.line.request(
                method, path, data=fields, headers=headers, allow_redirects=False
            ) as answer:
                text = await answer.text()
                self.cookies |= {name: morsel.value for name, morsel in answer.cookies.items()}
                return answer.status, text
        except (aiohttp.ClientError, TimeoutError):
            return 0, ""


async def main(spec: dict[str, Any], minutes: float) -> Log:
    log, host = Log(), spec["host"]
    headers = {"Host": host, "X-Origin": f"https://{host}", "X-Forwarded-Proto": "https"}
    patience = aiohttp.ClientTimeout(total=PATIENCE)
    lines = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(
        spec["url"], headers=headers, timeout=patience, connector=lines, cookie_jar=aiohttp.DummyCookieJar()
    ) as line:
        editors = [Editor(number, each, line, log) for number, each in enumerate(spec["editors"], 1)]
        gate = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(_through(gate, editor.open_form) for editor in editors))
        print("begin", flush=True)
        end = time.monotonic() + minutes * 60
        await asyncio.gather(*(_work(editor, spec["pages"], end) for editor in editors))
    return log


async def _through(gate: asyncio.Semaphore, act: Callable[[], Awaitable[None]]) -> None:
    async with gate:
        await act()


async def _work(editor: Editor, pages: list[str], end: float) -> None:
    chance = random.Random(editor.number)  # noqa: S311 -- the same crowd every time
    await asyncio.gather(
        _again(editor.save, SAVE_EVERY, chance.random(), end, editor.log),
        _again(lambda: editor.read(chance.choice(pages)), PAGE_EVERY, chance.random(), end, editor.log),
    )


async def _again(
    act: Callable[[], Awaitable[None]], every: float, offset: float, end: float, log: Log
) -> None:
    """By the clock, whatever the last one took: a slow portal is not spared by slower people."""
    due = time.monotonic() + every * offset
    while due < end:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        log.late_s = max(log.late_s, time.monotonic() - due)
        await act()
        due += every


if __name__ == "__main__":
    found = asyncio.run(main(json.loads(Path(sys.argv[1]).read_text()), float(sys.argv[2])))
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({**vars(found), "cpu_s": used.ru_utime + used.ru_stime}))
