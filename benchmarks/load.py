"""Load on the service and the dashboard, which it serves itself on the loopback for as long as it measures.

python benchmarks/load.py                                   a short trial of both
python benchmarks/load.py --sessions 100 --minutes 10       dashboards, each a person who types, checks and thinks
python benchmarks/load.py --rate 500 --seconds 60           /api/match with one entry

Each session writes a marker of its own into its list and looks for it, and for any other's, in all that it is sent.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from medcheck.tables import shipped

HOST = "127.0.0.1"
CONNECTIONS = 16
PATIENCE = 30.0  # seconds for one answer
MOST_RATE, MOST_SECONDS, MOST_SESSIONS, MOST_MINUTES = 5_000, 600, 500, 60
MARKER = re.compile(rb"qzx[a-z]{12}")
LISTS = ("simvastatin 40 mg\nclarithromycin 500 mg bd", "prednisone 40 mg\nfurosemide 40 mg", "vincristine",
         "Lipitor 40mg\namiodarone 200 mg\ncolchicine", "sinvistaten 20 mg\nlisinipril\nmetformin")  # fmt: skip
ENTRIES = ("Lipitor 40mg tabs", "sinvistaten 20 mg", "amoxicilin 500mg", "a statin", "lettuce", "Tylenol PM")


@dataclass
class Tally:
    """How long each answer took in seconds, and what went wrong."""

    took: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def line(self, what: str, seconds: float, cpu: float) -> str:
        """Return one row of the table; `seconds` passed meanwhile, of which the server worked `cpu`."""
        cuts = (
            [1000 * cut for cut in statistics.quantiles(self.took, n=100, method="inclusive")]
            if len(self.took) > 1
            else [0.0] * 99
        )
        rate = len(self.took) / seconds
        most = 1000 * max(self.took, default=0)
        return (f"| {what} | {len(self.took):,} | {rate:,.1f} | {cuts[49]:.0f} | {cuts[94]:.0f} | {cuts[98]:.0f} "
                f"| {most:.0f} | {1000 * cpu / max(1, len(self.took)):.1f} | {len(self.errors)} |")  # fmt: skip


def main() -> None:
    """Serve, measure what was asked for, and print a table."""
    options = parser().parse_args()
    with served() as (port, pid):
        print("| what | answers | a second | p50 ms | p95 ms | p99 ms | most ms | server's CPU ms each | errors |")
        print("|---|---|---|---|---|---|---|---|---|")
        tallies = []
        if options.seconds:
            asked = match_load(port, options.rate, options.seconds)
            tallies.append(measured(f"/api/match at {options.rate}/s", asked, pid))
        if options.minutes:
            memory: list[int] = []
            used = dashboard_load(port, pid, options, memory)
            tallies.append(measured(f"rerun, {options.sessions} sessions", used, pid))
            print(f"\nmemory of the server in MB, a tenth of the time each: {' '.join(map(str, tenths(memory)))}")
    for error in list(dict.fromkeys(error for tally in tallies for error in tally.errors))[:10]:
        print(error)
    sys.exit(any(tally.errors for tally in tallies))


def measured(what: str, load: Coroutine[None, None, Tally], pid: int) -> Tally:
    """Run a load and print its row of the table."""
    began, before = time.perf_counter(), cpu_seconds(pid)
    tally = asyncio.run(load)
    print(tally.line(what, time.perf_counter() - began, cpu_seconds(pid) - before), flush=True)
    return tally


def cpu_seconds(pid: int) -> float:
    """Return how long a process has worked, where the system tells it."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    told = stat.read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def parser() -> argparse.ArgumentParser:
    """Return the options, each within its bounds."""

    def up_to(most: float, kind: Callable[[str], float]) -> Callable[[str], float]:
        def number(text: str) -> float:
            if not 0 <= kind(text) <= most:
                raise argparse.ArgumentTypeError(f"give a number from 0 to {most}")
            return kind(text)

        return number

    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rate", type=up_to(MOST_RATE, int), default=500, help="requests a second on /api/match")
    options.add_argument("--seconds", type=up_to(MOST_SECONDS, float), default=5, help="of requests; 0 leaves them out")
    options.add_argument("--sessions", type=up_to(MOST_SESSIONS, int), default=5, help="dashboards at once")
    options.add_argument("--minutes", type=up_to(MOST_MINUTES, float), default=0.25, help="of sessions; 0: none")
    options.add_argument("--think", type=up_to(600, float), default=10, help="seconds between a person's checks")
    return options


@contextlib.contextmanager
def served() -> Iterator[tuple[int, int]]:
    """Serve the dashboard on a free port of the loopback; yield the port and the id of the process."""
    with socket.socket() as trial:
        trial.bind((HOST, 0))
        port = trial.getsockname()[1]
    command = [sys.executable, "-m", "medcheck.cli", "serve", "--host", HOST, "--port", str(port), "--rate", "0"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=Path(__file__).parents[1])
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=2):
                break
            time.sleep(0.1)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)


async def match_load(port: int, rate: int, seconds: float) -> Tally:
    """Ask at a steady rate over some connections; what an answer took counts from when it should have been asked."""
    tally, start = Tally(), time.perf_counter() + 0.2
    moments = [start + number / rate for number in range(int(rate * seconds))]
    shares = [moments[first::CONNECTIONS] for first in range(CONNECTIONS)]
    await asyncio.gather(*(asked_in_turn(port, share, tally) for share in shares))
    return tally


async def asked_in_turn(port: int, moments: Sequence[float], tally: Tally) -> None:
    """Ask at each of the moments over one connection."""
    rng = random.Random(port)
    reader, writer = await asyncio.open_connection(HOST, port)
    for moment in moments:
        entry = rng.choice(ENTRIES)
        await asyncio.sleep(max(0.0, moment - time.perf_counter()))
        try:
            told = await asyncio.wait_for(matched(reader, writer, entry), PATIENCE)
            tally.took.append(time.perf_counter() - moment)
            if told["matches"][0]["entry"] != entry:
                tally.errors.append("an answer to another question")
        except (OSError, ValueError, KeyError, EOFError) as error:
            tally.errors.append(f"match: {error!r}")
            reader, writer = await asyncio.open_connection(HOST, port)
    writer.close()


async def matched(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, entry: str) -> dict:
    """Ask once over an open connection."""
    body = json.dumps({"entries": entry}).encode()
    head = f"POST /api/match HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    writer.write(head.encode() + b"\r\n\r\n" + body)
    told = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", told)
    content = await reader.readexactly(int(length[1]) if length else 0)
    if b" 200 " not in told[:15]:
        raise ValueError(told[:15])
    return json.loads(content)


async def dashboard_load(port: int, pid: int, options: argparse.Namespace, memory: list[int]) -> Tally:
    """Let persons use the dashboard; note the server's memory in MB each second."""
    tally = Tally()
    until = time.perf_counter() + 60 * options.minutes
    watch = asyncio.create_task(watched(pid, memory))
    await asyncio.gather(*(Person(number, port, options.think, tally).use(until) for number in range(options.sessions)))
    watch.cancel()
    return tally


async def watched(pid: int, memory: list[int]) -> None:
    """Note the memory of a process each second, where the system tells it."""
    status = Path(f"/proc/{pid}/status")
    while status.exists():
        held = re.search(r"VmRSS:\s+(\d+) kB", status.read_text(encoding="ascii"))
        memory.append(int(held[1]) // 1024 if held else 0)
        await asyncio.sleep(1)


def tenths(memory: Sequence[int]) -> list[int]:
    """Return the middle value of each tenth."""
    size = max(1, -(-len(memory) // 10))
    return [round(statistics.median(memory[at : at + size])) for at in range(0, len(memory), size)]


class Person:
    """One dashboard session over Streamlit's WebSocket, as a browser holds it."""

    def __init__(self, number: int, port: int, think: float, tally: Tally) -> None:
        self.rng = random.Random(number)
        self.marker = "qzx" + "".join(self.rng.choices("abcdefghijklmnopqrstuvwxyz", k=12))
        self.address = f"ws://{HOST}:{port}/_stcore/stream"
        self.think, self.tally = think, tally
        self.widgets: dict[str, str] = {}

    async def use(self, until: float) -> None:
        """Open the page, then type another list and check it after each pause."""
        await asyncio.sleep(self.rng.uniform(0, self.think))
        try:
            async with connect(self.address, subprotocols=["streamlit"], max_size=None) as page:  # type: ignore[list-item]
                await asyncio.wait_for(self.rerun(page, ""), PATIENCE)
                while time.perf_counter() < until:
                    await asyncio.sleep(self.rng.uniform(0.5, 1.5) * self.think)
                    began = time.perf_counter()
                    sent = await asyncio.wait_for(self.rerun(page, self.rng.choice(LISTS)), PATIENCE)
                    self.tally.took.append(time.perf_counter() - began)
                    self.look(sent)
        except Exception as error:  # whatever ends a session is an error to tell
            self.tally.errors.append(f"session: {error!r}")

    async def rerun(self, page: ClientConnection, text: str) -> bytes:
        """Send the list and the press of the button, or ask for the page, and return all that comes back."""
        asked = BackMsg()
        asked.rerun_script.query_string = ""
        if text:
            box = asked.rerun_script.widget_states.widgets.add()
            box.id, box.string_value = self.widgets["box"], f"{text}\n{self.marker}"
            button = asked.rerun_script.widget_states.widgets.add()
            button.id, button.trigger_value = self.widgets["check"], True
        await page.send(asked.SerializeToString())
        parts: list[bytes] = []
        while True:
            parts.append(bytes(await page.recv(decode=False)))
            told = ForwardMsg.FromString(parts[-1])
            self.note(told)
            if told.WhichOneof("type") == "script_finished":
                return b"".join(parts)

    def note(self, told: ForwardMsg) -> None:
        """Remember under which ids the box and the button stand."""
        element = told.delta.new_element
        if element.text_area.label == shipped().say("page.box"):
            self.widgets["box"] = element.text_area.id
        if element.button.label == shipped().say("page.check"):
            self.widgets["check"] = element.button.id

    def look(self, sent: bytes) -> None:
        """Note an error where this session's marker did not come back, or another's did."""
        found = {marker.decode() for marker in MARKER.findall(sent)}
        if self.marker not in found:
            self.tally.errors.append("a session did not get its own list back")
        if found - {self.marker}:
            self.tally.errors.append("a session was sent another's list")


if __name__ == "__main__":
    main()
