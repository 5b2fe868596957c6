"""Load a service for minutes, with the attacks beside it, and see that it answers right, fast enough, in flat memory.

    python tools/load.py [SECONDS [OUT.json]]

64 callers send cells, batches, refused bodies and files to a model of cell types and to an autoencoder under one
address. Beside them stand 500 idle connections, callers who send their head or body a byte at a time, and callers who
hang up. A second service is stopped and started again under forty callers, some of whom pause between their requests
or connect for each. What must hold: no answer of 500 or more but 503, every label and number equal to the offline
prediction, no request lost to a restart, the memory of all processes within 5 % after the first fifth, and per call
the 99th percentile at most ten times the median."""

import asyncio
import atexit
import json
import logging
import os
import platform
import random
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import warnings
from collections import Counter, defaultdict
from pathlib import Path

import anndata as ad
import numpy as np

from cellbook.data import pbmc68k
from cellbook.lora import LoRA, save_reference
from cellbook.train import get_model, load_model

seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600.0
CALLERS, IDLE = 64, 500
AT = "127.0.0.1"


def make_runs(folder):
    "Two models with weights as they begin, and cells to ask them about"
    cells = pbmc68k()
    cells.obs = cells.obs[["bulk_labels", "phase"]]
    cells.obs["split"] = ["train", "train", "valid", "test"] * 175
    lora = LoRA.from_adata(cells, base="random", fields=["bulk_labels"], latent=32, hidden=(128, 128))
    lora.save(folder / "types")
    train = (cells.obs["split"] == "train").to_numpy()
    save_reference(folder / "types", lora, cells, xy=cells.obsm["X_umap"][train])
    get_model("cae").from_adata(cells, fields=["phase"], latent=16, hidden=64).save(folder / "parts")
    return cells


class Expected:
    "What the models say offline, for every cell"

    def __init__(self, folder, cells):
        types, parts = load_model(folder / "types"), load_model(folder / "parts")
        self.labels = types.predict(cells).obs["lora_bulk_labels"].astype(str).tolist()
        sure = types.predict(cells).obsm["X_lora_probability"]
        best = -np.sort(-sure, 1)
        self.clear = best[:, 0] - best[:, 1] > 1e-4  # else rounding decides
        self.latent = parts.predict(cells[:, :]).obsm["X_cae"]


def requests(cells, folder):
    "[(name, weight, make)]: make(draw) gives a path, headers, body and a check of (status, answer)"
    dense = cells.X.toarray()
    rows = [dict(zip(cells.var_names, map(float, r))) for r in dense]
    want = Expected(folder, cells)
    n = cells.n_obs
    files = []
    for a in range(0, n, 100):
        path = folder / f"{a}.h5ad"
        ad.AnnData(cells.X[a : a + 100], obs=cells.obs[a : a + 100][[]], var=cells.var[[]]).write_h5ad(path)
        files.append((a, path.read_bytes()))
    hurt = bytearray(files[0][1])
    hurt[2_000:2_100] = bytes(100)
    jsoned = {"Content-Type": "application/json"}
    octets = {"Content-Type": "application/octet-stream"}

    def label(results, at):
        return all(
            r["predictions"][0]["label"] in (want.labels[k], "Unknown/Uncertain") or not want.clear[k]
            for r, k in zip(results, at)
        ) and len(results) == len(at)

    def one(draw):
        k = draw.randrange(n)
        return "/models/types/predict", jsoned, dict(expression=rows[k]), lambda s, a: s == 200 and label([a], [k])

    def batch(draw):
        at = [draw.randrange(n) for _ in range(draw.choice([2, 8, 32]))]
        body = dict(expressions=[rows[k] for k in at], topk=3)
        return "/models/types/predict_batch", jsoned, body, lambda s, a: s == 200 and label(a["results"], at)

    def embed(draw):
        k = draw.randrange(n)
        right = lambda s, a: s == 200 and np.abs(np.array(a["arrays"]["embedding"]) - want.latent[k]).max() < 1e-3
        return "/models/parts/predict", jsoned, dict(expression=rows[k]), right

    def file(draw):
        a, data = draw.choice(files)
        right = lambda s, r: s == 503 or s == 200 and label(r["results"], range(a, min(a + 100, n)))
        return "/models/types/predict_file?name=a.h5ad", octets, data, right

    def broken(draw):
        return "/models/types/predict_file?name=a.h5ad", octets, bytes(hurt), lambda s, a: s in (200, 422, 413, 503)

    def refused(draw):
        body = draw.choice([b"", b"[" * 9_000, b'{"expression": {"CD3D": NaN}}', b'{"x": 1}', b"\xff" * 300, b"{}"])
        return "/models/types/predict", jsoned, body, lambda s, a: s in (400, 422, 413)

    def big(draw):
        body = b'{"expressions":[' + b",".join([b'{"a":1}'] * 300_000) + b"]}"
        return "/models/types/predict_batch", jsoned, body, lambda s, a: s == 413

    return [
        ("cell", 60, one),
        ("batch", 12, batch),
        ("parts", 15, embed),
        ("file", 3, file),
        ("broken file", 3, broken),
        ("refused", 6, refused),
        ("bomb", 1, big),
    ]


class Caller:
    "A connection that is kept as long as the service says, opened again where it was closed"

    def __init__(self, port):
        self.port, self.writer, self.until = port, None, 0.0

    async def ask(self, path, headers, body):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        head = [f"POST {path} HTTP/1.1", f"Host: {AT}", f"Content-Length: {len(data)}"]
        head += [f"{k}: {v}" for k, v in headers.items()]
        if self.writer is not None and (self.reader.at_eof() or time.monotonic() > self.until):
            self.close()
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection(AT, self.port, limit=1 << 24)
        self.writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + data)
        await self.writer.drain()
        said = (await self.reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(said.split("content-length:")[1].split("\r\n")[0])
        answer = await self.reader.readexactly(length)
        self.until = time.monotonic() + float(said.split("keep-alive: timeout=")[1].split("\r\n")[0])
        if "connection: close" in said:
            self.close()
        return int(said.split()[1]), answer

    def close(self):
        if self.writer is not None:
            self.writer.close()
        self.writer = None


class Tally:
    "What the callers saw"

    def __init__(self):
        self.statuses, self.took, self.wrong, self.lost = defaultdict(Counter), defaultdict(list), [], Counter()


async def caller(port, kinds, tally, until, seed, pause=0.0, keep=True):
    "Ask one thing after another, with pauses of up to so many seconds, on one connection or on one for each"
    draw, c = random.Random(seed), Caller(port)
    makers, weights = [k for k in kinds], [k[1] for k in kinds]
    while time.monotonic() < until:
        name, _, make = draw.choices(makers, weights)[0]
        path, headers, body, right = make(draw)
        start = time.perf_counter()
        try:
            async with asyncio.timeout(90):  # `wait_for` of Python 3.11 loses a cancellation that meets an error
                status, answer = await c.ask(path, headers, body)
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as e:
            fresh = c.writer is None
            c.close()
            tally.lost[name, type(e).__name__ + (" at connect" if fresh else "")] += 1
            await asyncio.sleep(0.05)
            continue
        tally.took[name].append(time.perf_counter() - start)
        tally.statuses[name][status] += 1
        if not right(status, json.loads(answer)):
            tally.wrong.append((name, status, answer[:200].decode(errors="replace")))
        if not keep:
            c.close()
        await asyncio.sleep(draw.uniform(0, pause))
    c.close()


async def idler(port, until, said):
    "Hold a connection that says nothing, or half a head; open another when it is closed"
    while time.monotonic() < until:
        try:
            reader, writer = await asyncio.open_connection(AT, port)
            writer.write(said)
            await asyncio.wait_for(reader.read(), max(0.1, until - time.monotonic()))
            writer.close()
        except (OSError, TimeoutError):
            pass
        await asyncio.sleep(random.random())


async def nuisance(port, until, kind, body):
    "Slow heads, slow bodies, and callers who hang up"
    head = b"POST /models/types/predict HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    while time.monotonic() < until:
        try:
            _, writer = await asyncio.open_connection(AT, port)
            whole = head + b"Content-Length: %d\r\n\r\n" % len(body) + body
            if kind == "hang up":
                writer.write(whole[: random.randrange(1, len(whole))])
                await writer.drain()
                await asyncio.sleep(random.random() / 10)
            else:
                slow = whole if kind == "slow head" else whole[len(head) :]
                writer.write(b"" if kind == "slow head" else head)
                for k in range(min(len(slow), 200)):
                    writer.write(slow[k : k + 1])
                    await asyncio.sleep(0.2)
            writer.close()
        except OSError:
            pass
        await asyncio.sleep(0.02)


def serve(folder, runs, port):
    "The service in a process of its own"
    code = "import sys; from cellbook.serve import run_service as f; f(run_folders=sys.argv[2:], port=int(sys.argv[1]))"
    log = open(folder / f"log{port}", "a")
    command = [sys.executable, "-c", code, str(port), *map(str, runs)]
    env = os.environ | dict(PYTHONPATH=os.pathsep.join(filter(None, sys.path)), CELLBOOK_MAX_CONNECTIONS="700")
    process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    atexit.register(process.kill)  # also where this program fails
    return process


async def up(port, process, end):
    "Wait until it answers"
    while True:
        try:
            return await asyncio.to_thread(urllib.request.urlopen, f"http://{AT}:{port}/healthz", timeout=1)
        except OSError:
            assert process.poll() is None and time.monotonic() < end, "the service did not start"
            await asyncio.sleep(0.1)


def free_port():
    with socket.socket() as s:
        s.bind((AT, 0))
        return s.getsockname()[1]


def family(pid):
    "A process and all below it"
    found = [pid]
    for at in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [p for k in at.read_text().split() for p in family(int(k))]
        except OSError:
            pass
    return found


def megabytes(pid):
    """Memory of a service with all its processes, what they share counted once.

    The files of programs are left out: the kernel divides them among all who map them, also the torch of strangers."""
    total = 0
    for p in family(pid):
        try:
            lines = Path(f"/proc/{p}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith(("Pss_Anon:", "Pss_Shmem:")))
    return total / 1e3


async def watch(pid, until, seen):
    start = time.monotonic()
    while time.monotonic() < until:
        seen.append((time.monotonic() - start, await asyncio.to_thread(megabytes, pid)))
        await asyncio.sleep(1)


async def restarts(folder, runs, kinds, until, tally, count):
    "Stop and start a second service under forty callers; what it has taken it answers"
    port = free_port()
    started = 0.0  # s that the last start took
    while time.monotonic() + started + 5 < until:
        process, began = serve(folder, runs, port), time.monotonic()
        try:
            await up(port, process, until)
        except AssertionError:  # a machine too busy: said in the report
            process.kill()
            count["not started in time"] += 1
            return
        started = time.monotonic() - began
        end = min(until, time.monotonic() + 25)
        habits = [(pause, keep) for pause in (0.0, 0.3, 1.0, 4.0) for keep in (True, True, False)]
        asking = [
            asyncio.create_task(caller(port, kinds, tally, end, 900 + k, *habits[k % len(habits)])) for k in range(40)
        ]
        await asyncio.sleep(max(0.0, end - time.monotonic() - 12))
        process.send_signal(signal.SIGTERM)
        await asyncio.to_thread(process.wait, 90)
        for c in asking:
            c.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
        count["restarts"] += 1
        count["bad exits"] += process.returncode not in (0, -signal.SIGTERM)


async def run(folder):
    cells = make_runs(folder)
    runs, kinds, port = [folder / "types", folder / "parts"], requests(cells, folder), free_port()
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, max(4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1])))
    process = serve(folder, runs, port)
    await up(port, process, time.monotonic() + 300)
    until = time.monotonic() + seconds
    tally, second, count, seen = Tally(), Tally(), Counter(), []
    body = json.dumps(dict(expression={g: 1.5 for g in cells.var_names})).encode()
    half = b"POST /models/types/predict HTTP/1.1\r\nHost: 127.0.0.1\r\nX-"
    jobs = [caller(port, kinds, tally, until, k) for k in range(CALLERS)]
    jobs += [idler(port, until, half if k % 2 else b"") for k in range(IDLE)]
    jobs += [nuisance(port, until, kind, body) for kind in ("slow head", "slow body", "hang up") for _ in range(4)]
    jobs += [watch(process.pid, until, seen), restarts(folder, runs, kinds[:3], until - 15, second, count)]
    await asyncio.gather(*jobs)
    metrics = urllib.request.urlopen(f"http://{AT}:{port}/metrics", timeout=30).read().decode()
    process.send_signal(signal.SIGTERM)
    process.wait(90)
    logs = {p.name: p.read_text() for p in folder.glob("log*")}
    return tally, second, count, seen, metrics, logs, process.returncode


def report(tally, second, count, seen, metrics, logs, code):
    "What was seen, as JSON values"
    late = [m for t, m in seen if t > seen[-1][0] / 5]
    half = len(late) // 2
    first, last = (float(np.median(v)) for v in (late[:half], late[half:]))
    ms = lambda v, q: round(1e3 * float(np.quantile(v, q)), 1)
    calls = {
        k: dict(n=len(v), p50_ms=ms(v, 0.5), p99_ms=ms(v, 0.99), ratio=round(ms(v, 0.99) / ms(v, 0.5), 1))
        for k, v in tally.took.items()
    }
    counted = Counter()
    for line in metrics.splitlines():
        if line.startswith("cellbook_requests_total"):
            counted[line.split('status="')[1][:3]] += int(float(line.rsplit(" ", 1)[1]))
    return dict(
        date=time.strftime("%Y-%m-%d"),
        machine=f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}",
        command="python tools/load.py " + " ".join(sys.argv[1:2]),
        seconds=seconds,
        callers=CALLERS,
        idle=IDLE,
        calls=calls,
        statuses={k: dict(sorted(v.items())) for k, v in tally.statuses.items()},
        counted_by_the_service=dict(sorted(counted.items())),
        at_least_500_but_503=sum(n for v in tally.statuses.values() for s, n in v.items() if s >= 500 and s != 503),
        wrong=len(tally.wrong),
        first_wrong=[" ".join(map(str, w)) for w in tally.wrong[:5]],
        connections_lost={" ".join(k): n for k, n in tally.lost.items()},
        memory_mb=dict(start=round(seen[0][1]), first=round(first), last=round(last), largest=round(max(late))),
        memory_change=round(last / first - 1, 4),
        restarts=dict(count)
        | dict(
            answers=sum(map(len, second.took.values())),
            wrong=len(second.wrong),
            first_wrong=[" ".join(map(str, w)) for w in second.wrong[:5]],
            statuses=dict(sum(second.statuses.values(), Counter())),
            lost=sum(n for k, n in second.lost.items() if not k[1].endswith("at connect")),
            turned_away=sum(n for k, n in second.lost.items() if k[1].endswith("at connect")),
        ),
        log_bytes=sum(map(len, logs.values())),
        tracebacks=sum(v.count("Traceback") for v in logs.values()),
        exit=code,
    )


def main():
    warnings.simplefilter("ignore")
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # callers who hang up are meant to
    with tempfile.TemporaryDirectory(prefix="cellbook-load-") as d:
        found = report(*asyncio.run(run(Path(d))))
    text = json.dumps(found, indent=1)
    print(text)
    if len(sys.argv) > 2:
        Path(sys.argv[2]).write_text(text + "\n")
    bad = found["counted_by_the_service"].get("500", 0) + found["at_least_500_but_503"] + found["wrong"]
    bad += found["tracebacks"] + found["restarts"]["wrong"] + found["restarts"]["lost"]
    return 1 if bad or abs(found["memory_change"]) > 0.05 else 0


if __name__ == "__main__":
    sys.exit(main())
