"""The timed paths beside their peers, in one run on one machine: bench.json, and a page with a plot for each path.

    python tools/bench.py [--tiny] [--only NAMES] [--limit SECONDS] [OUT]     # `make bench`; OUT: runs/bench

Each path is a process of its own, whose peak memory the kernel counts (`VmHWM`), and is stopped after ten minutes: a
quiet machine of two cores needs less than two for the longest, one with other work five times that.
Its forms take turns, and the best turn of each counts; ratios are to the first form. A peer is measured where it is
installed, and named as missing where it is not. What this and the pages of nbs/bench time is defined in tools/benches.
Times are of this machine under the load that it had, which is noted; only ratios say something elsewhere."""

import argparse
import base64
import io
import json
import os
import platform
import signal
import subprocess
import sys
import time
import warnings
from datetime import datetime, timezone
from importlib.util import find_spec
from pathlib import Path
from threading import Timer

root = Path(__file__).resolve().parents[1]
LIMIT = 600  # seconds of a path


def turns(forms, rounds=5, budget=30.0):
    "{name: best seconds} of functions that take turns, each as long as its turns took less than the budget"
    took = {n: [] for n in forms}
    for f in forms.values():
        f()
    for _ in range(rounds):
        for n, f in forms.items():
            if sum(took[n]) < budget:
                start = time.perf_counter()
                f()
                took[n].append(time.perf_counter() - start)
    return {n: min(t) for n, t in took.items()}


def floor(operations, tiny):
    "What makes so many floating point operations in square products and does nothing else"
    import torch

    n = 256 if tiny else 1_024
    left, right = torch.randn(n, n), torch.randn(n, n)
    return lambda: [left @ right for _ in range(max(1, round(operations / (2 * n**3))))]


def scan(tiny):
    "Selective scans, forward and backward"
    from benches.scans import measure

    length, forms = (
        (300, {"S6, numba": 1, "SSD, numba": 1})
        if tiny
        else (18_080, {"S6, numba": 5, "SSD, numba": 5, "mambapy pscan": 1, "torch associative_scan": 1})
    )
    took = {f: measure(f, length, n) for f, n in forms.items()}
    return {f: t["seconds"] for f, t in took.items() if t["seconds"] == t["seconds"]}, dict(positions=length, width=256)


def block(tiny):
    "A bidirectional Mamba-2 block, forward and backward, beside transformers' mixer without its kernels"
    import torch
    from torch import nn

    from cellbook.scan import S6Mixer, SSDMixer, both_ways

    length, width, state = (64, 64, 16) if tiny else (4_520, 512, 128)  # of the original: one in four of its genes
    (ahead, back), (first, last) = ([Mixer(width, state) for _ in range(2)] for Mixer in (SSDMixer, S6Mixer))
    x = torch.randn(1, length, width, requires_grad=True)
    forms = {"both ways, cellbook": lambda: both_ways(ahead, back, x).sum().backward()}
    forms["the same with S6"] = lambda: both_ways(first, last, x).sum().backward()
    if find_spec("transformers"):
        from transformers import Mamba2Config
        from transformers.models.mamba2.modeling_mamba2 import Mamba2Mixer

        how = dict(hidden_size=width, num_heads=2 * width // 64, head_dim=64, state_size=state, n_groups=1, expand=2)
        config = Mamba2Config(**how, chunk_size=64, num_hidden_layers=1)
        theirs = nn.ModuleList(Mamba2Mixer(config, layer_idx=0) for _ in range(2))
        run = lambda m, v: getattr(m, "torch_forward", m)(v)  # without a GPU version 5 takes its plain form by itself
        forms["transformers' Mamba2Mixer, twice"] = lambda: (
            (run(theirs[0], x) + run(theirs[1], x.flip(1)).flip(1)).sum().backward()
        )
    weights = sum(m.in_proj.weight.numel() + m.out_proj.weight.numel() for m in (ahead, back))
    forms["the products with its weights alone"] = floor(6 * length * weights, tiny)
    return turns(forms, 1 if tiny else 3), dict(positions=length, width=width, state=state)


def autoencoder(tiny):
    "A step of the cycle autoencoder with 64 contexts, beside matrix products of as many operations"
    import numpy as np
    import pandas as pd
    from anndata import AnnData
    from torch.utils.flop_counter import FlopCounterMode

    from cellbook.cae import CAE
    from cellbook.data import declare_scale

    cells, genes, contexts = (64, 40, 4) if tiny else (1_024, 2_000, 64)
    rng = np.random.default_rng(0)
    obs = pd.DataFrame(
        dict(donor=pd.Categorical((np.arange(cells) % contexts).astype(str))), np.arange(cells).astype(str)
    )
    counts = rng.poisson(rng.gamma(0.5, 4, (cells, genes))).astype(np.float32)
    a = declare_scale(AnnData(counts, obs, pd.DataFrame(index=[f"g{i}" for i in range(genes)])), "counts")
    model = CAE.from_adata(a, fields=["donor"])
    batch, opt = model.cells(a).fetch(np.arange(cells)), model.optimizer(1e-3)

    def step():
        opt.zero_grad()
        model.losses(batch)["loss"].backward()
        opt.step()

    with FlopCounterMode(display=False) as counted:
        step()
    said = dict(cells=cells, genes=genes, contexts=contexts, gflop=round(counted.get_total_flops() / 1e9, 2))
    alone = floor(counted.get_total_flops(), tiny)
    return turns({"whole step, cellbook": step, "as many operations in products": alone}, 1 if tiny else 7), said


def tokens(tiny):
    "The encoder of gene tokens, forward and backward, CPU seconds on one thread"
    from benches.attention import measure

    genes, wells = (64, 2) if tiny else (2_541, 4)
    forms = {
        "a quarter of the genes a step": dict(dropout=0.1, genes_per_step=genes // 4),
        "all genes": dict(dropout=0.1),
        "torch's TransformerEncoder": dict(theirs=True, dropout=0.1),
    }
    took = {f: measure(genes, wells, 1 if tiny else 3, **o) for f, o in forms.items()}
    return {f: t["seconds"] for f, t in took.items()}, dict(genes=genes, wells=wells)


def graph(tiny):
    "Aggregation over a network, forward and backward"
    from benches.graphs import time_layers

    nodes, edges = (300, 1_000) if tiny else (20_000, 1_000_000)
    t = time_layers(nodes, edges, rounds=1 if tiny else 15, budget=15.0)["wall"] / 1e3
    return t.to_dict(), dict(nodes=nodes, edges=edges)


def scoring(tiny):
    "All scores of an answer, beside cell-eval's"
    import numpy as np
    from benches.screens import screen

    from cellbook.data import Design
    from cellbook.metrics import answer_shifts, bootstrap, ceiling, de_table, score_de, score_shifts, yardstick
    from cellbook.perturb import TrainingMean
    from cellbook.simulate import simulate_screen

    cells, genes, perturbations = (400, 60, 4) if tiny else (10_000, 18_000, 20)
    d = Design("perturbation", "control")
    a = screen(cells, genes, perturbations) if not tiny else simulate_screen(cells, genes, n_targets=4, n_doubles=0)
    n = a.obs.groupby("perturbation", observed=True).cumcount().to_numpy()
    control = (a.obs.perturbation == "control").to_numpy()
    a.obs["split"] = np.where(control, np.where(n % 2, "train", "test"), np.where(n < 50, "train", "test"))
    y = yardstick(a, d)
    answer = TrainingMean(d).fit(a).perturb(a[(a.obs.split == "train") & control].copy(), [p for _, p in y.truth.index])

    def ours():
        s = answer_shifts(answer, d)
        score_shifts(s, y), score_de(answer, y, real=de_table(y.cells, d))
        ceiling(y, repeats=3), bootstrap({"m": s}, y, draws=20)

    start = time.perf_counter()
    ours()
    took = {"delta, DE, ceiling, intervals, cellbook": time.perf_counter() - start}
    if find_spec("cell_eval") and not tiny:
        from cell_eval import MetricsEvaluator

        real = y.cells[:, list(answer.var_names)].copy()
        real.obs["perturbation"] = real.obs["perturbation"].astype(str)
        start, out = time.perf_counter(), Path(os.environ["BENCH_BOX"]) / "cell_eval"
        how = dict(control_pert="control", pert_col="perturbation", num_threads=1, outdir=str(out))
        MetricsEvaluator(adata_pred=answer.copy(), adata_real=real, **how).compute(profile="full", write_csv=False)
        took["cell-eval, full profile"] = time.perf_counter() - start
    return took, dict(cells=cells, genes=genes, perturbations=perturbations)


def compare(tiny):
    "A leaderboard of eight entries on five divisions, Norman's screen where it is at hand: one process, two, once more"
    import anndata as ad

    from cellbook.data import Design, declare_scale, find_data
    from cellbook.leaderboard import leaderboard
    from cellbook.simulate import simulate_screen

    file = None if tiny else find_data("perturbseq_norman19_k562.h5ad")
    size, targets = ((160, 60), 8) if tiny else ((3_400, 500), 30)
    cells = (
        declare_scale(ad.read_h5ad(file), "log1p") if file else simulate_screen(*size, n_targets=targets, n_doubles=2)
    )
    seeds, models = ([0], "ridge") if tiny else ([0, 1, 2, 3, 4], "bimamba, hyperbolic_simple, ridge")
    how = dict(
        design=Design("perturbation", "control"), progress=False, draws=20, preset="fast", settings=dict(epochs=1)
    )
    box, took = Path(os.environ["BENCH_BOX"]), {}
    forms = {"one process": ("alone", 1), "two processes": ("both", 2), "the second call": ("both", 1)}
    if not tiny:  # what is compiled and imported at a first step is not counted
        few = simulate_screen(160, 60, n_targets=8, n_doubles=2)
        leaderboard(few, models, seeds=[0], out=box / "warm", workers=1, **how)
    for name, (folder, workers) in forms.items():
        start = time.perf_counter()
        table = leaderboard(cells, models, seeds=seeds, out=box / folder, workers=workers, **how)
        took[name] = time.perf_counter() - start
    entries = table["model"].nunique()
    return took, dict(cells=cells.n_obs, genes=cells.n_vars, entries=entries, folds=len(seeds), norman=bool(file))


def loader(tiny):
    "Shuffled dense batches of 1,024 cells, processor seconds for a hundred thousand cells"
    import torch
    from benches.stores import BATCH, GENES, Loading

    torch.set_num_threads(1)
    n, seconds = (2_000, 0.2) if tiny else (100_000, 4.0)
    files = Loading(Path(os.environ["BENCH_BOX"]), seconds)
    files.make(n)
    forms = {
        "native store": files.store,
        ".npz store": lambda n: files.store(n, "npz"),
        "gather in memory (the floor)": files.floor,
        "AnnData in memory": files.in_memory,
        "backed .h5ad in blocks": files.backed_blocks,
    }
    if not tiny:
        forms |= {"AnnLoader, backed": files.annloader}
        forms |= {"scDataset, blocks of 64": files.scdataset} if find_spec("scdataset") else {}
    return {name: 1e5 / f(n)[0] for name, f in forms.items()}, dict(cells=n, genes=GENES, batch=BATCH)


def readers(tiny):
    """A hundred thousand cells in batches of 1,024 by the clock, without and with a thread that reads ahead. The
    processor seconds of the thread that trains, and of all, say what it is rid of also where other jobs are"""
    import numpy as np
    import torch
    from benches.stores import BATCH, GENES, Loading, spec_of

    from cellbook.loaders import BlockBatches

    torch.set_num_threads(1)
    n, weights, files = (2_000 if tiny else 100_000), torch.randn(GENES, 8), Loading(Path(os.environ["BENCH_BOX"]))
    files.make(n)
    steps = {"": lambda x: None, ", a device computes": lambda x: time.sleep(1.5e-3)}
    steps[", the processor computes"] = lambda x: x @ weights  # about as long

    def epoch(form, workers, step):
        s = files.opened(n, form)
        data, epochs = s.bind(spec_of(s.frame)), iter(range(99))

        def run():
            for batch in BlockBatches(data, np.arange(n), BATCH, epoch=next(epochs)).loader(workers=workers):
                step(batch["x"])

        return run

    names = {0: "no reader", 1: "one reader"}
    forms = {
        f"{form}, {names[w]}{after}": epoch(form, w, step)
        for form in ("native", "npz")
        for after, step in steps.items()
        for w in names
    }
    took, used, clocks = turns(forms, 1 if tiny else 9), {f: [] for f in forms}, (time.thread_time, time.process_time)
    for name, f in list(forms.items()) * (1 if tiny else 5):
        before = [c() for c in clocks]
        f()
        used[name].append([c() - b for c, b in zip(clocks, before)])
    used = {f: [round(float(v), 3) for v in np.median(u, 0)] for f, u in used.items()}
    said = dict(cells=n, genes=GENES, batch=BATCH, processor_seconds=used)
    return took, said


def service(tiny):
    "A cell at a time over HTTP, seconds for a thousand cells"
    import numpy as np
    from benches.callers import load, published, serve

    box = Path(os.environ["BENCH_BOX"])
    known, genes, hidden, seconds = (300, 300, (32,), 1) if tiny else (28_231, 5_000, (1_024, 1_024, 1_024), 6)
    published(box / "model", known, hidden)  # of the published encoder's size; SCimilarity asks for 5,000 genes
    rng = np.random.default_rng(0)
    values = np.round(rng.gamma(2, 0.6, genes) * (rng.random(genes) < 0.4), 3)
    (box / "cell.json").write_text(json.dumps(dict(expression={f"G{i}": float(v) for i, v in enumerate(values)})))
    took, said = {}, dict(genes=genes, of=known)
    for name, callers, batch in (
        ("64 callers, together", 64, 64),
        ("64 callers, one a pass", 64, 1),
        ("one caller", 1, 64),
    ):
        p, port = serve(box / "model", batch)
        try:
            got = load(p, port, callers, seconds, box / "cell.json")
        finally:
            p.terminate()
            p.wait(60)
        took[name] = 1e3 / got["cells_per_second"]
        said |= {f"{name}: p99 over p50": round(float(got["p99_ms"] / got["p50_ms"]), 1)}
    return took, said


PATHS = dict(scan=scan, block=block, autoencoder=autoencoder, tokens=tokens, graph=graph, scoring=scoring)
PATHS |= dict(leaderboard=compare, loader=loader, readers=readers, service=service)
PEERS = ("mambapy", "transformers", "torch_geometric", "scdataset", "annbatch", "cell_eval", "mamba_ssm")


def child(name, tiny):
    "Measure one path in this process and print it"
    import torch

    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    warnings.simplefilter("ignore")
    took, said = PATHS[name](tiny)
    print("\n" + json.dumps(dict(seconds=took, setting=said)), flush=True)
    sys.stdin.readline()  # until the memory was read


def measured(name, tiny, box, limit=LIMIT):
    "The rows of one path: {form, seconds, times}, its setting and the peak of its process"
    env = os.environ | dict(
        OMP_NUM_THREADS="2", OMP_WAIT_POLICY="PASSIVE", GOMP_SPINCOUNT="1000", BENCH_BOX=str(box), MPLBACKEND="Agg"
    )
    env["PYTHONPATH"] = os.pathsep.join([str(root), *filter(None, [os.environ.get("PYTHONPATH")])])
    command, began = [sys.executable, __file__, "--child", name] + ["--tiny"] * tiny, time.monotonic()
    out = dict(path=name, what=PATHS[name].__doc__)
    with open(box / "errors", "w+") as errors:
        how = dict(stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, env=env)
        p = subprocess.Popen(command, **how, start_new_session=True)  # with what it starts it can be ended
        timer = Timer(limit, os.killpg, (p.pid, signal.SIGKILL))
        timer.start()
        try:
            found = next((json.loads(line) for line in p.stdout if line.startswith('{"seconds"')), None)
            if found:
                status = Path(f"/proc/{p.pid}/status")
                lines = status.read_text().splitlines() if status.exists() else []
                out["peak_mb"] = next(
                    (int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), None
                )
            p.communicate("\n")
        finally:
            timer.cancel()
        errors.seek(0)
        said = errors.read().strip().splitlines()[-1:] * (p.returncode != -signal.SIGKILL)
        why = (said or [f"stopped after {time.monotonic() - began:.0f} s (--limit {limit})"])[0]
    out |= dict(took=round(time.monotonic() - began), load=round(os.getloadavg()[0], 1))
    if not found or not found["seconds"]:
        return out | dict(failed=why[:300])
    first = next(iter(found["seconds"].values()))
    rows = [dict(form=f, seconds=s, times=s / first) for f, s in found["seconds"].items()]
    return out | dict(setting=found["setting"], rows=rows)


def picture(path):
    "The forms of a path as points on one scale of seconds, as PNG in base64"
    from matplotlib.figure import Figure
    from matplotlib.ticker import NullFormatter

    rows = path["rows"]
    took = [r["seconds"] for r in rows]
    fig = Figure(figsize=(6.2, 0.6 + 0.34 * len(rows)), layout="constrained")
    ax = fig.subplots()
    ax.scatter(took, [r["form"] for r in rows], color=["C1", *["C0"] * (len(rows) - 1)], zorder=2)
    for i, r in enumerate(rows):
        said = f"{r['seconds']:.3g} s, {r['times']:.3g} ×"
        ax.annotate(said, (r["seconds"], i), (7, 0), textcoords="offset points", va="center", fontsize=8)
    ax.set(xlabel="seconds", xscale="log", xlim=(min(took) / 2, 10 * max(took)), ylim=(len(rows) - 0.5, -0.5))
    ax.xaxis.set_major_formatter("{x:g}")
    ax.xaxis.set_minor_formatter(NullFormatter())  # labels between the powers of ten would lie on one another
    ax.grid(alpha=0.3)
    ax.spines[["top", "right"]].set_visible(False)
    box = io.BytesIO()
    fig.savefig(box, dpi=110)
    return base64.b64encode(box.getvalue()).decode()


def page(bench):
    "One page: where it was measured, then for each path its setting and plot"
    from html import escape

    facts = {k: v for k, v in bench.items() if k not in ("paths", "peers")} | bench["peers"]
    out = ["<!doctype html><meta charset=utf-8><title>cellbook: bench</title>"]
    out.append("<style>body{font:16px sans-serif;max-width:46em;margin:2em auto}td{padding:0 1em 0 0}</style>")
    out.append("<h1>The timed paths beside their peers</h1><table>")
    out += [f"<tr><td>{escape(str(k))}<td>{escape(str(v))}" for k, v in facts.items()]
    out.append("</table><p>Best of several turns; × is how many times as long as the first form of the path.")
    for p in bench["paths"]:
        out.append(f"<h2>{escape(p['path'])}</h2><p>{escape(p['what'])}.")
        if "failed" in p:
            out.append(f"<p>Not measured: {escape(p['failed'])}")
            continue
        said = ", ".join(f"{k} {v:,}" if isinstance(v, int) else f"{k} {v}" for k, v in p["setting"].items())
        memory = f"peak memory of its process (not of those that it starts) {p['peak_mb'] or 0:,} MB"
        out.append(f"<p>{escape(said)}; {memory}; load {p['load']}.")
        out.append(f'<p><img alt="{escape(p["path"])}" src="data:image/png;base64,{picture(p)}">')
    return "\n".join(out) + "\n"


def main():
    import shutil
    from importlib.metadata import PackageNotFoundError, version
    from tempfile import mkdtemp

    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("out", nargs="?", default=os.environ.get("OUT") or "runs/bench")
    ask.add_argument("--tiny", action="store_true", help="seconds instead of minutes, and numbers that say nothing")
    ask.add_argument("--only", default=",".join(PATHS), help="paths, comma-separated")
    ask.add_argument("--limit", type=int, default=LIMIT, help="seconds after which a path is stopped")
    ask.add_argument("--child", help=argparse.SUPPRESS)
    a = ask.parse_args()
    if a.child:
        return child(a.child, a.tiny)
    if odd := [n for n in a.only.split(",") if n not in PATHS]:
        ask.error(f"--only: expected some of {', '.join(PATHS)}, found {odd[0]!r}")

    def of(package):
        try:
            return version(package.replace("_", "-")) if find_spec(package) else "missing"
        except PackageNotFoundError:
            return "there"

    out = Path(os.environ.get("TYPED_IN") or ".") / a.out
    out.mkdir(parents=True, exist_ok=True)
    now, cpu = datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"), platform.processor() or platform.machine()
    bench = dict(date=now, tiny=a.tiny, machine=f"{os.cpu_count()} cores, {cpu}", python=platform.python_version())
    bench |= dict(torch=of("torch"), peers={p: of(p) for p in PEERS}, paths=[])
    for name in a.only.split(","):
        box = Path(mkdtemp(prefix="cellbook-bench-"))
        try:
            bench["paths"].append(measured(name, a.tiny, box, a.limit))
        finally:
            shutil.rmtree(box, ignore_errors=True)
        (out / "bench.json").write_text(json.dumps(bench, indent=1) + "\n")
        p = bench["paths"][-1]
        said = p.get("failed") or ", ".join(f"{r['form']} {r['seconds']:.3g} s ({r['times']:.3g} ×)" for r in p["rows"])
        print(f"{name:12} {p['took']:4} s  {said}", flush=True)
    (out / "bench.html").write_text(page(bench), encoding="utf-8")
    print(f"{out}/bench.json, {out}/bench.html")
    return sum("failed" in p for p in bench["paths"])


if __name__ == "__main__":
    sys.exit(main())
