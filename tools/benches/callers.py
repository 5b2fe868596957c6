"""Callers at the service: an encoder of the published size, the service in a process of its own, callers in another.

    python tools/benches/callers.py PORT CLIENTS SECONDS BODY        # prints what each caller waited, as JSON

Callers are raw sockets that send bytes made beforehand, so that they do not compete with the service for the cores."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

HELLO = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
HEAD = b"POST /predict HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


def published(folder, genes=28_231, hidden=(1_024, 1_024, 1_024), classes=200):
    "A base folder in the published layout, and a head; random weights"
    import torch

    from cellbook.data import Field, Spec
    from cellbook.lora import CellEncoder, EncoderConfig

    types = Field("cell_type", tuple(f"type {i}" for i in range(classes)))
    spec = Spec(tuple(f"G{i}" for i in range(genes)), "log1p", fields=dict(cell_type=types))
    CellEncoder(spec, EncoderConfig(hidden=hidden)).to_folder(folder)
    torch.save(torch.nn.Linear(128, classes).state_dict(), Path(folder) / "head.pt")


def serve(folder, max_batch):
    "The service in its own process, its port"
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    env = os.environ | dict(
        MODEL_DIR=str(folder),
        HEAD_PATH=str(Path(folder) / "head.pt"),
        CELLBOOK_PORT=str(port),
        CELLBOOK_MAX_BATCH=str(max_batch),
        CELLBOOK_MIN_OVERLAP="0.1",
        PYTHONPATH=os.pathsep.join(p for p in sys.path if p),
    )
    p = subprocess.Popen([sys.executable, "-m", "cellbook.serve"], env=env)
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1)
            return p, port
        except OSError:
            time.sleep(0.2)
            assert p.poll() is None, "the service did not start"


class Caller(asyncio.Protocol):
    "Asks again as soon as it has the answer, until `end`"

    def __init__(self, request):
        self.request, self.buffer, self.took, self.bad, self.end = request, b"", [], 0, 0
        self.done = asyncio.Event()

    def connection_made(self, t):
        self.t = t
        t.write(HELLO)

    def ask(self):
        self.done.clear()
        self.start = time.perf_counter()
        self.t.write(self.request)

    def data_received(self, data):
        self.buffer += data
        head, found, rest = self.buffer.partition(b"\r\n\r\n")
        if not found or len(rest) < int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0]):
            return
        self.buffer, now = b"", time.perf_counter()
        if self.end:
            self.took.append(now - self.start)
            self.bad += not head.startswith(b"HTTP/1.1 200")
        self.ask() if now < self.end else self.done.set()


async def call(port, clients, seconds, body):
    "What so many callers waited for the answers to `body`, all connected before the clock runs"
    loop, request = asyncio.get_running_loop(), HEAD % len(body) + body
    make = lambda: Caller(request)
    callers = [(await loop.create_connection(make, "127.0.0.1", port))[1] for _ in range(clients)]
    for c in callers:
        await c.done.wait()  # all connections are up
    start, cpu = time.perf_counter(), time.process_time()
    for c in callers:
        c.end = start + seconds
        c.ask()
    for c in callers:
        await c.done.wait()
    spent = dict(wall=time.perf_counter() - start, cpu=time.process_time() - cpu)
    took, counts = [t for c in callers for t in c.took], sorted(len(c.took) for c in callers)
    return dict(took=took, counts=counts, bad=sum(c.bad for c in callers), **spent)


def processor_seconds(pid):
    "Of all threads of a process so far"
    ticks = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def load(process, port, clients, seconds, path):
    "Throughput, waiting times, and the service's own processor time a cell under so many callers"
    import numpy as np

    def go(s):
        command = [sys.executable, __file__, *map(str, (port, clients, s, path))]
        return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    go(1)  # warm
    before = processor_seconds(process.pid)
    r = go(seconds)
    used = processor_seconds(process.pid) - before
    ms = 1e3 * np.array(r["took"])
    return dict(
        callers=clients,
        cells_per_second=len(ms) / r["wall"],
        p50_ms=np.median(ms),
        p99_ms=np.quantile(ms, 0.99),
        cpu_ms_per_cell=1e3 * used / len(ms),
        caller_ms_per_cell=1e3 * r["cpu"] / len(ms),
        refused=r["bad"],
    )


if __name__ == "__main__":
    try:
        from uvloop import run
    except ImportError:
        from asyncio import run
    port, clients, seconds, path = sys.argv[1:]
    print(json.dumps(run(call(int(port), int(clients), float(seconds), Path(path).read_bytes()))))
