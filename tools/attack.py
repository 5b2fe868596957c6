"""Attack every call of a service of all models, and see that each attack ends in an answer below 500.

    python tools/attack.py [SECONDS [SEED]]

One process serves a run of every model under one address. Each call's own example is damaged: values of other types,
deep nesting, huge numbers, doubled keys, half characters, endless names, other media types and packed bodies; raw bytes
and smuggled heads go to the socket. Afterwards folders of runs are damaged on disk under the service. Each answer must
be below 500 (503 where a queue is full), come within 10 seconds, and leave the process alive and its memory flat: of
the attacks before the damage, where they are 600 or more, the last third within 5 % of the middle one.
Before all that come the requests that need no chance: forms in parts, many requests in one write with bad ones between
(the good ones have to be answered), HTTP/1.0, HEAD and OPTIONS on every path, and bodies that unfold to a gigabyte."""

import gzip
import json
import random
import re
import shutil
import signal
import socket
import sys
import tempfile
import time
import warnings
import zlib
from collections import Counter
from itertools import chain
from pathlib import Path
from statistics import median

import load
from load import AT, free_port, megabytes, serve

import cellbook.hyperbolic  # noqa: F401  registers its models
from cellbook.data import pbmc68k
from cellbook.train import get_model

KINDS = ("cae", "bimamba", "drugseq", "hyperbolic", "hyperbolic_simple")
HUGE = (
    "1e400",
    "-1e400",
    "NaN",
    "Infinity",
    "1" * 5_000,
    "1e-400",
    "-0.0",
    "9" * 400,
    "0x1F",
    "1_0",
    "18446744073709551616",
)
STRANGE = (
    None,
    True,
    -1,
    0,
    1.5,
    "",
    "text",
    [],
    [[]],
    {},
    [None],
    {"": ""},
    "\ud800",
    "\u0000",
    "a" * 1_000_000,
    {"a" * 1_000_000: 1},
    {f"g{i}": 1 for i in range(100_001)},
    ["x"] * 100_000,
    {"CD3D": {"a": 1}},
    "../../etc/passwd",
    "%00",
    10**400,
)


def make_runs(folder):
    "A model of every kind, as it begins"
    load.make_runs(folder)  # of cell types with a reference, and a cae
    for kind in KINDS:
        data, options = get_model(kind).example()
        get_model(kind).from_adata(data, **options).save(folder / kind)
    return sorted(p for p in folder.iterdir() if p.is_dir())


def paths_of(v, at=()):
    "Places in a JSON value"
    yield at
    for k, u in v.items() if isinstance(v, dict) else enumerate(v) if isinstance(v, list) else ():
        yield from paths_of(u, (*at, k))


def put(v, at, new):
    "The value with another one at a place"
    if not at:
        return new
    copy = dict(v) if isinstance(v, dict) else list(v)
    copy[at[0]] = put(v[at[0]], at[1:], new)
    return copy


def damaged(example, draw) -> bytes:
    "A body that is nearly the example"
    text = json.dumps(example)
    way = draw.randrange(10)
    if way < 4:
        return json.dumps(put(example, draw.choice(list(paths_of(example))), draw.choice(STRANGE))).encode()
    if way == 4:
        return (
            json.dumps(put(example, draw.choice(list(paths_of(example))), "@@"))
            .replace('"@@"', draw.choice(HUGE))
            .encode()
        )
    if way == 5:
        deep = draw.choice((9, 100, 5_000, 200_000))
        opened, closed = draw.choice((("[", "]"), ('{"a":', "}")))
        return (
            json.dumps(put(example, draw.choice(list(paths_of(example))), "@@"))
            .replace('"@@"', opened * deep + "1" + closed * deep)
            .encode()
        )
    if way == 6:
        key = draw.choice(list(example))
        return (text[:-1] + f', "{key}": {json.dumps(example[key])}}}').encode()
    if way == 7:
        body = bytearray(text.encode())
        for _ in range(draw.randrange(1, 6)):
            body[draw.randrange(len(body))] = draw.randrange(256)
        return bytes(body)
    if way == 8:
        return text.encode()[: draw.randrange(len(text))] + draw.choice((b"", b"\xff\xfe", b"\x00" * 100))
    return draw.choice(
        (b"", b"null", b"[]", b'"x"', b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16"), draw.randbytes(2_000))
    )


class Found(Counter):
    "What came, and what must not come"

    def __init__(self):
        super().__init__()
        self.bad, self.slowest, self.n = [], 0.0, 0


def ask(port, head, body=b"", wait=15.0):
    "Status of the answer to raw bytes, 0 where the connection was closed without one"
    with socket.create_connection((AT, port), timeout=wait) as s:
        try:
            s.sendall(head + b"\r\n\r\n" + body)
        except OSError:
            pass  # an early refusal
        got = b""
        try:
            while b"\r\n\r\n" not in got and (piece := s.recv(65_536)):
                got += piece
                if got.startswith(b"HTTP/1.1 100"):
                    got = got.partition(b"\r\n\r\n")[2]  # the answer comes after it
        except ConnectionResetError:
            return 0
    return int(got.split()[1]) if got else 0


def request(port, method, path, body=b"", kind="application/json", **headers):
    "A request as it should be, but for what is given"
    own = {"Host": AT, "Content-Type": kind, "Content-Length": str(len(body)), "Connection": "close"} | headers
    head = f"{method} {path} HTTP/1.1\r\n" + "\r\n".join(
        f"{k.replace('_', '-')}: {v}" for k, v in own.items() if v is not None
    )
    return ask(port, head.encode("latin-1", "replace"), body)


def calls_of(port, names):
    "[(model's path, call, method, example of its body)]"
    import urllib.request

    out = []
    for name in names:
        spec = json.loads(urllib.request.urlopen(f"http://{AT}:{port}/models/{name}/openapi.json", timeout=30).read())
        for path, ways in spec["paths"].items():
            for method, call in ways.items():
                content = call.get("requestBody", {}).get("content", {})
                out.append(
                    (f"/models/{name}{path}", method.upper(), content.get("application/json", {}).get("example"))
                )
    return out + [(p, "GET", None) for p in ("/", "/docs", "/models", "/metrics", "/healthz", "/openapi.json")]


def smuggled(path, body):
    "Heads that two programs could read in two ways, and heads that are none"
    n = len(body)
    base = f"POST {path} HTTP/1.1\r\nHost: {AT}\r\nContent-Type: application/json"
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (n, body)
    line = lambda more: (base + "\r\n" + more).encode("latin-1")
    return [
        (line(f"Content-Length: {n}\r\nContent-Length: {n + 5}"), body),
        (line(f"Content-Length: {n}\r\nContent-Length: {n}"), body),
        (line(f"Content-Length: {n}, {n}"), body),
        (line(f"Content-Length: {n}\r\nTransfer-Encoding: chunked"), chunked),
        (line(f"Transfer-Encoding: chunked\r\nContent-Length: {n}"), chunked),
        (line("Transfer-Encoding: chunked, identity"), chunked),
        (line("Transfer-Encoding: xchunked"), chunked),
        (line("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), chunked),
        (line("Transfer-Encoding: chunked"), b"fffffffffffffffff\r\n" + body),
        (line("Transfer-Encoding: chunked"), b"-1\r\n" + body),
        (line("Transfer-Encoding: chunked"), b"5;" + b"a" * 100_000 + b"\r\nhello\r\n0\r\n\r\n"),
        (line("Transfer-Encoding: chunked"), chunked[:-2] + b"X: " + b"y" * 100_000 + b"\r\n\r\n"),
        (line("Content-Length: -1"), body),
        (line("Content-Length: +5"), body),
        (line("Content-Length: 99999999999999999999999"), body),
        (line("Content-Length: 1e3"), body),
        (line(f"Content-Length: {n}\r\n Folded: x"), body),
        (line(f"Content-Length : {n}"), body),
        (line("X: " + "a" * 100_000), body),
        (line("\r\n".join(f"X{i}: 1" for i in range(5_000))), body),
        (f"POST {path} HTTP/1.1\r\nContent-Length: {n}".encode(), body),
        (f"POST {path} HTTP/1.1\r\nHost: {AT}\r\nHost: evil.example\r\nContent-Length: {n}".encode(), body),
        (f"POST {path} HTTP/9.9\r\nHost: {AT}\r\nContent-Length: {n}".encode(), body),
        (f"POST http://evil.example{path} HTTP/1.1\r\nHost: {AT}\r\nContent-Length: {n}".encode(), body),
        (f"POST {path}".encode() + b"?x=" + b"a" * 60_000 + f" HTTP/1.1\r\nHost: {AT}".encode(), b""),
        (b"PRI * HTTP/2.0\r\n\r\nSM", b""),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"\x00" * 500),
        (b"\x00" * 300, b""),
        (line(f"Content-Length: {n}\r\nUpgrade: websocket\r\nConnection: Upgrade"), body),
        (
            line(f"Content-Length: {n}\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMA"),
            body,
        ),
        (line(f"Content-Length: {n}\r\nExpect: 100-continue"), body),
        (line(f"Content-Length: {n}\r\nExpect: 999-none"), body),
    ]


ODD_PATHS = (
    "/models/../../etc/passwd",
    "/models/%2e%2e/%2e%2e/etc/passwd",
    "/models/..%2f..%2fetc/passwd",
    "/models/cae/../types/model",
    "/models/%00/predict",
    "/models/cae%00/predict",
    "//evil.example/",
    "/models//predict",
    "/models/cae/predict/",
    "/\xff",
    "/models/" + "a" * 20_000,
    "/models/cae;x/predict",
    "/models/CAE/predict",
    "/%",
    "/%zz",
    "*",
    "/static/../service.py",
    "/models/cae/predict_file?name=../../etc/passwd.h5ad",
    "/models/cae/predict_file?name=%00.h5ad",
    "/models/cae/predict_file?name=a.h5ad&name=b.csv",
    "/models/cae/predict_file?name=a.h5ad&labels=" + "%5B" * 1_200,
    "/models/cae/predict_file?name=a.csv&labels=%7B%22phase%22:%22%5Cud800%22%7D",
    "/models/cae/predict_file?name=a.csv&topk=99999999999999999999",
    "/models/cae/predict_file?name=a.csv&topk=NaN",
    "/models/bimamba/perturb_file?name=a.csv&perturbations=" + "a," * 1_500,
)


def talk(port, sent, wait=15.0):
    "Statuses of all answers to raw bytes, until the connection is closed; 0 at the end where it stays open"
    with socket.create_connection((AT, port), timeout=wait) as s:
        try:
            s.sendall(sent)
        except OSError:
            pass  # an early refusal
        got, closed = [], False
        try:
            while piece := s.recv(1 << 20):
                got.append(piece)
            closed = True
        except ConnectionResetError:
            closed = True
        except TimeoutError:
            pass
    return [int(n) for n in re.findall(rb"HTTP/1\.[01] (\d{3}) ", b"".join(got))] + [0] * (not closed)


def gigabyte(form):
    "A gigabyte of blanks, packed"
    packer, blank = zlib.compressobj(9, wbits=31 if form == "gzip" else 15), b" " * (1 << 20)
    return b"".join([packer.compress(blank) for _ in range(1_000)] + [packer.flush()])


def in_parts():
    "(kind, body) of forms in parts"
    part = lambda name, more=b"": (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="' + name + b'"\r\n' + more + b"\r\na,b\r\n"
    )
    names = [
        b"../../etc/passwd",
        b"..\\..\\x",
        b"a\0.csv",
        b"/dev/stdin",
        b"n" * 1_000_000,
        b"\xff\xfe",
        b'"',
        b"",
        b"a\r\nX: y",
    ]
    kind = "multipart/form-data; boundary=b"
    bodies = [(kind, part(n) + b"--b--\r\n") for n in names]
    bodies += [
        (kind, part(b"a.csv")),  # no end
        (kind, b"--b\r\n\r\n\r\n" * 100_000 + b"--b--\r\n"),
        (kind, part(b"a.csv", b"X: " + b"y" * 1_000_000 + b"\r\n") + b"--b--"),
        (kind, part(b"a.csv", b"Content-Type: multipart/mixed; boundary=c\r\n") + b"--c\r\n" * 1_000 + b"--b--"),
        (kind, b"--b--"),
        (kind, b""),
    ]
    whole = part(b"a.csv") + b"--b--\r\n"
    edges = [
        "",
        "; boundary=",
        '; boundary=""',
        "; boundary=" + "b" * 5_000,
        "; boundary=\xff",
        "; boundary=b; boundary=c",
        "; boundary=\x00",
    ]
    return bodies + [("multipart/form-data" + e, whole) for e in edges]


def post(path, example, more="", version="1.1"):
    "The bytes of a good request"
    body = json.dumps(example).encode()
    head = f"POST {path} HTTP/{version}\r\nHost: {AT}\r\nContent-Type: application/json\r\n{more}"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def answered(port, sent, n):
    "The worst status of at most `n` good requests of HTTP/1.0, after which the service may hang up; else 599"
    found = talk(port, sent)
    return max(found) if 0 < len(found) <= n and not set(found) - {200, 503} else 599


def at_once(port, path, example, bad=b"", stays=True, n=20):
    "The worst status of so many requests in one write, with a bad one in the middle; 599 where a good one is lost"
    good, last, half = post(path, example), post(path, example, "Connection: close\r\n"), n // 2
    found = talk(port, good * half + bad + good * (half - 1) + last)
    right = found[:half] + (found[-half:] if stays else [])
    if len(found) < (n + bool(bad) if stays else half) or set(right) - {200, 503} or not found[-1]:
        print(f"at once: {found}", flush=True)
        return 599
    return max(found)


def settled(calls):
    "(name, function of the port → status) of what needs no chance"
    for path in {p for p, _, _ in calls}:
        for m in ("HEAD", "OPTIONS"):
            yield f"{m} {path}", lambda port, a=(m, path): request(port, *a)
    sent = [p for p, _, _ in calls if p.endswith("_file")]
    asked = [(p, e) for p, _, e in calls if e]
    for path in [*sent, asked[0][0]]:
        for kind, body in in_parts():
            more = (path + "?name=a.csv" * path.endswith("_file"), body, kind)
            yield f"{path} {kind[:60]!r} {body[:60]!r}", lambda port, a=more: request(port, "POST", *a)
    for form in ("gzip", "deflate"):
        body = gigabyte(form)
        for path in [*sent[:2], asked[0][0]]:
            how = dict(Content_Encoding=form)
            yield f"{path} {form}", lambda port, a=(path, body), how=how: request(port, "POST", *a, **how)
        if form == "gzip" and sent:
            for name in ("a.csv", "a.csv.gz", "a.h5ad"):
                yield f"{sent[0]} {name}", lambda port, a=(f"{sent[0]}?name={name}", body): request(port, "POST", *a)
    line = lambda m, p, more="": f"{m} {p} HTTP/1.1\r\nHost: {AT}\r\n{more}\r\n".encode()
    stays = [line("GET", "/nothing"), line("HEAD", "/healthz"), line("OPTIONS", "/models")]
    ends = [b"\0\0\r\n\r\n", line("GET", "/", "Content-Length: -1\r\n"), line("GET", "/", "X\r\n"), b"GET\r\n\r\n"]
    ends += [line("POST", asked[0][0], "Content-Length: 9\r\nContent-Length: 5\r\n") + b"123456789"]
    ends += [line("POST", asked[0][0], "Transfer-Encoding: chunked\r\n") + b"zz\r\n"]
    for path, example in asked:
        yield f"{path} 20 at once", lambda port, a=(path, example): at_once(port, *a)
        wrong = line("POST", path, "Content-Type: application/json\r\nContent-Length: 2\r\n") + b"[1"
        for bad in (*stays, wrong):
            yield f"{path} around {bad[:70]!r}", lambda port, a=(path, example, bad): at_once(port, *a)
        for bad in ends:
            yield f"{path} before {bad[:70]!r}", lambda port, a=(path, example, bad, False): at_once(port, *a)
        last = post(path, example, version="1.0")
        for more in ("", "Connection: close\r\n", "Connection: keep-alive\r\n"):
            first = post(path, example, more, "1.0")
            both = first + last if "keep" in more else first
            yield f"{path} 1.0 {more!r}", lambda port, b=both, n=1 + ("keep" in more): answered(port, b, n)


def attacks(calls, draw, files):
    "Endless (name, function of the port → status)"
    asked = [(p, m, e) for p, m, e in calls if e]
    sent = [(p, m) for p, m, _ in calls if p.endswith("_file")]
    while True:
        way = draw.randrange(12)
        path, method, example = draw.choice(asked)
        if way < 6:
            body = damaged(example, draw)
            yield f"{path} {body[:60]!r}", lambda port, a=(method, path, body): request(port, *a)
        elif way == 6:
            body = json.dumps(example).encode()
            more = draw.choice(
                [
                    dict(Content_Encoding="gzip"),
                    dict(Content_Encoding="br"),
                    dict(Content_Type=None),
                    dict(Content_Type="\xff"),
                    dict(Content_Type="text/plain"),
                    dict(Host="evil.example"),
                    dict(Host=None),
                    dict(Host="[::1"),
                    dict(Host="a" * 9_000),
                    dict(Origin="http://evil.example"),
                    dict(Authorization="Bearer \xff"),
                    dict(Accept="\x80"),
                    dict(Accept_Encoding="gzip"),
                    dict(Content_Type="application/json; charset=utf-7"),
                    dict(Cookie="a" * 9_000),
                    dict(Range="bytes=0-1"),
                    dict(Content_Type="multipart/form-data"),
                    dict(X_Forwarded_For="\x01"),
                    dict(Content_Length="0"),
                ]
            )
            packed = gzip.compress(draw.choice((body, b" " * 10_000_000))) if "gzip" in more.values() else body
            yield f"{path} {more}"[:120], lambda port, a=(method, path, packed), m=more: request(port, *a, **m)
        elif way == 7:
            path = draw.choice([p for p, _, _ in calls])
            m = draw.choice(
                ("HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "GET", "POST", "BREW", "get")
            )
            yield f"{m} {path}", lambda port, a=(m, path): request(port, *a)
        elif way == 8:
            head, body = draw.choice(smuggled(path, json.dumps(example).encode()))
            yield f"head {head[-70:]!r}", lambda port, a=(head, body): ask(port, *a)
        elif way == 9:
            odd, m = draw.choice(ODD_PATHS), draw.choice(("GET", "POST"))
            yield (
                f"{m} {odd[:90]}",
                lambda port, a=(m, odd, b"a,b\nc,1\n", "application/octet-stream"): request(port, *a),
            )
        elif way == 10 and sent:
            (p, m), (suffix, data) = draw.choice(sent), draw.choice(files)
            body = bytearray(data)
            for _ in range(draw.randrange(4)):
                body[draw.randrange(len(body))] = draw.randrange(256)
            body = bytes(body)[: draw.choice((len(body), draw.randrange(len(body)), len(body)))]
            query = (
                f"?name=a{suffix}"
                + ("&perturbations=x" if "perturb" in p else "")
                + draw.choice(("", "&format=h5ad", "&scale=counts"))
            )
            yield f"{p}{query}", lambda port, a=(m, p + query, body, "application/octet-stream"): request(port, *a)
        else:
            whole = json.dumps(example).encode()
            yield f"{path} example", lambda port, a=(method, path, whole): request(port, *a)


def hurt(folder, draw):
    "Damage a file of a run, or take it away, or its folder"
    victim = draw.choice([p for p in folder.rglob("*") if p.is_file()])
    way = draw.randrange(4)
    if way == 0:
        victim.unlink()
    elif way == 1:
        victim.write_bytes(draw.choice((b"", b"[" * 100_000, b'{"a":NaN}', draw.randbytes(1_000))))
    elif way == 2:
        body = bytearray(victim.read_bytes())
        if body:
            body[draw.randrange(len(body))] ^= 0xFF
        victim.write_bytes(bytes(body))
    else:
        shutil.rmtree(victim.parent)


def rise(memory):
    "By what share the last third of a series lies above its middle third; None where it is too short to say"
    third = len(memory) // 3
    return median(memory[-third:]) / median(memory[third:-third]) - 1 if third >= 4 else None


def main():
    seconds, seed = float((sys.argv[1:] or ["60"])[0]), int((sys.argv[2:] or ["0"])[0])
    warnings.simplefilter("ignore")
    draw, found = random.Random(seed), Found()
    with tempfile.TemporaryDirectory(prefix="cellbook-attack-") as d:
        folder = Path(d)
        runs = make_runs(folder / "runs")
        cells = pbmc68k()[:20]
        cells.write_h5ad(folder / "a.h5ad")
        files = [
            (".h5ad", (folder / "a.h5ad").read_bytes()),
            (".csv", cells.to_df().to_csv().encode()),
            (".tsv", cells.to_df().to_csv(sep="\t").encode()),
        ]
        port = free_port()
        process = serve(folder, runs, port)
        try:
            import asyncio

            asyncio.run(load.up(port, process, time.monotonic() + 300))
            calls, memory = calls_of(port, [r.name for r in runs]), [megabytes(process.pid)]
            end, harmed, whole = None, 0, []
            for name, attack in chain(settled(calls), [("", None)], attacks(calls, draw, files)):
                if attack is None:
                    print(f"{found.n} settled requests, {len(found.bad)} bad", *found.bad[:20], sep="\n", flush=True)
                    end = time.monotonic() + seconds
                    continue
                left = seconds if end is None else end - time.monotonic()
                if left < 0:
                    break
                if (
                    left < seconds / 4
                    and harmed < 20 * (1 - 4 * left / seconds)
                    and any((folder / "runs").rglob("*.*"))
                ):
                    hurt(folder / "runs", draw)
                    harmed += 1
                start = time.monotonic()
                try:
                    status = attack(port)
                except OSError as e:
                    status = type(e).__name__
                took = time.monotonic() - start
                found[status] += 1
                found.n, found.slowest = found.n + 1, max(found.slowest, took)
                wrong = not isinstance(status, int) or (status >= 500 and status != 503) or took > 10
                if wrong or process.poll() is not None or name.endswith("example") and status not in (200, 503):
                    found.bad.append(f"{status} {took:.1f} s {name[:160]}")
                if process.poll() is not None:
                    break
                if found.n % 50 == 0:
                    memory.append(megabytes(process.pid))
                    whole += memory[-1:] if end is not None and not harmed else []
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(90)
        log = (folder / f"log{port}").read_text()
    grown = rise(whole)
    report = dict(
        attacks=found.n,
        statuses={str(k): n for k, n in sorted(found.items(), key=str)},
        slowest_s=round(found.slowest, 2),
        memory_mb=[round(m) for m in memory[:: max(1, len(memory) // 16)]],
        memory_rise=grown and round(grown, 4),
        bad=found.bad[:20],
        number_bad=len(found.bad),
        tracebacks=log.count("Traceback"),
        log=log[-1500:],
        exit=process.returncode,
    )
    print(json.dumps(report, indent=1))
    bad = found.bad or log.count("Traceback") or (grown or 0) > 0.05
    return 1 if bad or process.returncode not in (0, -signal.SIGTERM) else 0


if __name__ == "__main__":
    sys.exit(main())
