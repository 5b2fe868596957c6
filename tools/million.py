"""Each step of a large job in a process of its own, its peak memory read from outside.

    python tools/million.py FOLDER OUT.json STEP:CELLSxGENES [STEP:CELLSxGENES …]

STEP is one of chunks, fit, predict, transform, perturb, leaderboard. Simulated counts, 10 % of them not zero, with two
labels and 20 perturbations, are written into FOLDER where they are not there. A child imports everything and says so;
its resident memory at that moment is taken off the peak that the kernel counts for it (`VmHWM` in /proc). Rows are
added to those of OUT.json. What a step wrote is removed after it."""

import json
import os
import platform
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

DENSITY, PERTURBATIONS = 0.1, 20


def simulated(path, cells, genes, rows=20_000):
    "An .h5ad of counts in rows, one of every ten genes in each cell, written a block of cells at a time"
    import anndata as ad
    import h5py
    import numpy as np
    import pandas as pd
    import scipy.sparse as sp

    rng, k = np.random.default_rng(0), int(genes * DENSITY)
    labels = ["control", *(f"g{i}" for i in range(PERTURBATIONS))]
    pick = lambda names: pd.Categorical.from_codes(rng.integers(0, len(names), cells), names)
    obs = pd.DataFrame(
        dict(cell_type=pick(list("abcdefgh")), perturbation=pick(labels)), index=pd.Index(np.arange(cells).astype(str))
    )
    empty = ad.AnnData(sp.csr_matrix((cells, genes), dtype=np.float32), obs, pd.DataFrame(index=gene_names(genes)))
    empty.write_h5ad(path)
    with h5py.File(path, "r+") as f:
        x = f["X"]
        for name in ("data", "indices", "indptr"):
            del x[name]
        x.create_dataset("indptr", data=np.arange(cells + 1, dtype=np.int64) * k)
        data = x.create_dataset("data", (cells * k,), np.float32)
        indices = x.create_dataset("indices", (cells * k,), np.int32)
        for a in range(0, cells, rows):
            n = min(rows, cells - a)
            at = (np.arange(k) * (genes // k) + rng.integers(0, genes // k, (n, k))).astype(np.int32)
            indices[a * k : (a + n) * k] = at.ravel()
            data[a * k : (a + n) * k] = rng.geometric(0.2, n * k).astype(np.float32)


def gene_names(genes):
    return [f"g{i}" for i in range(genes)]


def model(name, adata):
    from cellbook.data import Design
    from cellbook.train import get_model

    fields, design = ["cell_type", "perturbation"], Design("perturbation", "control")
    return get_model(name).from_adata(adata, fields=fields, design=design, latent=64, w_match=0.0)


def source(folder, cells, genes):
    "The .h5ad of so many cells and genes, made where it is missing"
    path = Path(folder) / f"{cells}x{genes}.h5ad"
    if not path.exists():
        simulated(path, cells, genes)
    return path


def small(genes):
    "A few of such cells in memory, for a model to be made of"
    import anndata as ad

    return ad.read_h5ad(source(os.environ["MILLION"], 2_000, genes))


def step(name, path, native, box, genes):
    "What is measured; a dict of what is said of it beside seconds and memory"
    from cellbook.data import Design, read
    from cellbook.loaders import Store, write_chunks
    from cellbook.train import fit

    if name == "chunks":
        write_chunks(path, box / "native", progress=False)
        return dict(source="a backed .h5ad, to native")
    if name == "fit":
        store = Store(native, verify=False)
        fit(model("cae", store), store, epochs=1, batch_size=1024, out=box / "run", progress=False)
        return dict(source="a native store")
    if name == "predict":
        model("cae", small(genes)).predict(read(path, backed=True), out=box / "answer.h5ad")
        return dict(source="a backed .h5ad")
    if name == "transform":
        model("cae", small(genes)).transform(read(path, backed=True), out=box / "answer.h5ad", perturbation="g0")
        return dict(source="a backed .h5ad")
    if name == "perturb":  # all cells are controls, 10,000 of them are moved for each of two perturbations
        cells = read(path, backed=True)
        cells.obs["perturbation"] = "control"
        made = model("cae", small(genes)).perturb(cells, ["g0", "g1"], n_cells=10_000, out=box / "answer.h5ad")
        return dict(source="a backed .h5ad", gigabytes=round(made.stat().st_size / 1e9, 1))
    if name == "leaderboard":
        from cellbook.leaderboard import leaderboard

        cells, design = read(path, backed=True), Design("perturbation", "control")
        leaderboard(cells, None, design=design, seeds=[0], out=box / "board", workers=1, progress=False)
        return dict(source="a backed .h5ad")
    raise SystemExit(f"step {name!r}: expected chunks, fit, predict, transform, perturb or leaderboard")


def child(name, path, native, box, genes):
    "Import all there is, wait until the memory was read, work, and wait again"
    import warnings

    import torch

    import cellbook.cae.model
    import cellbook.cli
    import cellbook.leaderboard.table  # noqa: F401

    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", 2)))
    warnings.simplefilter("ignore")
    hear = lambda word: (print(word, flush=True), sys.stdin.readline())
    hear("imported")
    began = time.perf_counter()
    facts = step(name, Path(path), Path(native), Path(box), int(genes))
    hear(json.dumps(facts | dict(seconds=round(time.perf_counter() - began))))


def memory(pid):
    "{name: MB} of a process, as the kernel counts them"
    lines = (line.split() for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return {w[0]: int(w[1]) / 1024 for w in lines if w[0] in ("VmHWM:", "VmRSS:", "RssAnon:")}


def measured(name, cells, genes, folder):
    "One row of the table"
    path, native, box = source(folder, cells, genes), folder / f"{cells}x{genes}", folder / "box"
    source(folder, 2_000, genes)
    if name == "fit" and not (native / "manifest.json").exists():
        code = "import sys; from cellbook.loaders import write_chunks; write_chunks(*sys.argv[1:], progress=False)"
        subprocess.run([sys.executable, "-c", code, path, native], check=True)
    shutil.rmtree(box, ignore_errors=True)
    box.mkdir()
    command = [sys.executable, __file__, "--child", name, path, native, box, str(genes)]
    env, most = os.environ | dict(MILLION=str(folder)), 0
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, env=env) as p:
        said = b""
        while b"imported\n" not in said:
            if not (piece := p.stdout.read(4096)):
                raise SystemExit(f"{name}: the child ended before its imports did")
            said += piece
        before, said = memory(p.pid), b""
        p.stdin.write(b"\n")
        os.set_blocking(p.stdout.fileno(), False)
        while p.poll() is None and not said.endswith(b"}\n"):  # the child waits when it has said what it did
            after = memory(p.pid)
            most, said = max(most, after.get("RssAnon:", 0)), said + (p.stdout.read() or b"")
            time.sleep(0.02)
        if b"{" not in said:
            raise SystemExit(f"{name}: ended with {p.wait()}")
        after, facts = memory(p.pid), json.loads(said[said.index(b"{") :])
        p.stdin.write(b"\n")
    shutil.rmtree(box)
    row = dict(step=name + ", out=" * (name in ("predict", "transform", "perturb")), source=facts.pop("source"))
    row |= dict(cells=cells, genes=genes, seconds=facts.pop("seconds"))
    row |= dict(peak_mb=round(after["VmHWM:"] - before["VmRSS:"]), anonymous_mb=round(most - before["RssAnon:"]))
    return row | facts | dict(date=date.today().isoformat(), load=round(os.getloadavg()[0], 1))


def main(folder, out, *asked):
    folder, out = Path(folder), Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    for a in asked:
        name, size = a.split(":")
        row = measured(name, *map(int, size.split("x")), folder)
        table = json.loads(out.read_text()) if out.exists() else dict(machine=platform.machine(), rows=[])
        table["rows"].append(row)
        out.write_text(json.dumps(table, indent=1) + "\n")
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    child(*sys.argv[2:]) if sys.argv[1:2] == ["--child"] else main(*sys.argv[1:])
