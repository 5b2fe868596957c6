"""Everything that only a GPU can show, in one run: `python tools/gpu.py [part …] [--out results.json] [--device cpu]`.

Parts: machine; times (scans beside attention and mamba-ssm); steps (a training step of every model at its original's
size); feed (a step whose batches are copied when it asks for them, or ahead of it); loader; serve; checks (values and
gradients of every scan and model beside the CPU's, and every chapter through papermill, all in processes at the
same time). Each row is written as soon as it is known. On a CPU the same code runs at small sizes, which is how the
tests run it.
"""

import argparse
import copy
import json
import os
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import torch

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = "10_cae 20_bimamba 30_drugseq 40_lora 50_hyperbolic 60_leaderboard 70_serve".split()


class Rows:
    "Rows by part, kept in a file from the first on"

    def __init__(self, path: str | None):
        self.path, self.found = path and Path(path), {}
        if self.path and self.path.exists():
            self.found = json.loads(self.path.read_text())

    def add(self, part: str, **row):
        "Keep a row and print it"
        row = {k: float(f"{v:.4g}") if isinstance(v, float) else v for k, v in row.items()}
        self.found.setdefault(part, []).append(row)
        print(part, *(f"{k}={v}" for k, v in row.items()), flush=True)
        if self.path:
            self.path.write_text(json.dumps(self.found, indent=1) + "\n")

    def trying(self, part: str, name: str, f, *args, **kwargs):
        "The rows that `f` yields; an error becomes a row"
        start = time.perf_counter()
        try:
            for row in f(*args, **kwargs):
                self.add(part, **row)
        except Exception as e:
            where = traceback.extract_tb(e.__traceback__)
            near = [f"{Path(t.filename).name}:{t.lineno}" for t in where][-6:]
            self.add(part, case=name, error=f"{type(e).__name__}: {str(e)[:400]}", at=" ".join(near))
        print(f"  ({name}: {time.perf_counter() - start:.1f} s)", flush=True)


def machine(device):
    "Name of the card, versions, and the two ceilings"
    row = dict(
        device=torch.cuda.get_device_name() if device == "cuda" else "cpu",
        torch=torch.__version__,
        python=sys.version.split()[0],
        date=time.strftime("%Y-%m-%d"),
    )
    if device == "cuda":
        import triton
        from triton.testing import do_bench

        row |= dict(triton=triton.__version__, capability=".".join(map(str, torch.cuda.get_device_capability())))
        a = torch.empty(2**30, dtype=torch.float32, device=device).normal_()
        b = torch.empty_like(a)
        row["copy_TB_s"] = 2 * a.nbytes / do_bench(lambda: b.copy_(a)) / 1e9
        del a, b
        m = torch.randn(8192, 8192, device=device, dtype=torch.bfloat16)
        row["bf16_TFLOP_s"] = 2 * 8192**3 / do_bench(lambda: m @ m) / 1e9
    yield row


# ---------------------------------------------------------------- kernels


def scan_forms(mixer, device):
    "The forms of a mixer on a device by name"
    from cellbook.scan import mixers

    return {k: f for k, f in mixers._ranked(mixer, device).items() if f}


def scan_parity(mixer, dtype, device, small):
    "Largest relative error of values and gradients against the PyTorch form in float64"
    from cellbook.scan import random_scan, s6_torch, scan_error, ssd_torch

    shapes = [
        dict(length=1),
        dict(length=63, batch=3, groups=2, lanes=5, state=3),
        dict(length=200, lanes=17, width=20, state=18, gate=False),
        *(() if small else (dict(length=999, groups=2, batch=2, lanes=48, width=64, state=16),)),
        *(() if small else (dict(length=2049, lanes=64, width=64, state=128),)),
    ]
    plain = s6_torch if mixer == "s6" else ssd_torch
    kind = dict(bfloat16=torch.bfloat16).get(dtype, torch.float32)
    torch.set_float32_matmul_precision("high" if dtype == "tf32" else "highest")
    for form, f in scan_forms(mixer, device).items():
        worst, where, refused = 0.0, "", []
        for shape in shapes[:3] if form == "torch" else shapes:
            for flags in (False, True, (False, True)):
                if isinstance(flags, tuple) and (shape.get("groups") != 2 or form == "mamba-ssm"):
                    continue
                drawn = random_scan(mixer, dtype=torch.float32, device=device, **shape)
                args = tuple(a.detach().to(kind).requires_grad_() for a in drawn)
                truth = tuple(a.detach().double().requires_grad_() for a in args)
                try:
                    e = scan_error(lambda *a: f(*a, reverse=flags), lambda *a: plain(*a, reverse=flags), args, truth)
                except Exception as error:
                    if form != "mamba-ssm":  # a form of other people may refuse a shape, ours may not
                        raise
                    refused.append(f"{shape}: {type(error).__name__}: {str(error)[:160]}")
                    continue
                k = max(e, key=lambda n: e[n] if e[n] == e[n] else 1e9)
                if not e[k] <= worst:
                    worst, where = e[k], f"{k} at {shape}, reverse={flags}"
        yield dict(mixer=mixer, form=form, dtype=dtype, worst=worst, where=where, refused=refused[:1], n=len(refused))


def scan_times(device, small):
    "Milliseconds forward, and forward with backward, and memory beyond the arguments, of a whole transcriptome"
    from cellbook.scan import random_scan

    do_bench = timer(device)
    batch, length, lanes = (1, 300, 32) if small else (8, 18_080, 1024)
    shapes = dict(s6=dict(lanes=lanes, state=16), ssd=dict(lanes=lanes // 64 or 1, width=64, state=128))
    late = []  # mamba-ssm's SSD tries block sizes for minutes: last, when everything else is known
    for mixer, shape in shapes.items():
        made = random_scan(mixer, batch=batch, length=length, gate=False, dtype=torch.float32, **shape)
        for dtype in (torch.bfloat16, torch.float32):
            wide = (2,)  # A
            cast = lambda i, a: a.detach().to(device, torch.float32 if i in wide else dtype).requires_grad_()
            args = [cast(i, a) for i, a in enumerate(made)]
            told = dict(mixer=mixer, dtype=str(dtype)[6:])
            for form, f in scan_forms(mixer, device).items():
                if form == "torch" and not small:
                    continue
                ask = partial(_timed, f, args, args, do_bench)
                if form != "mamba-ssm":
                    yield told | dict(form=form) | ask()
                    continue
                own = partial(_timed, *_authors_own(mixer, args), do_bench)
                now = [(told | dict(form=form), ask), (told | dict(form="mamba-ssm, its own layout"), own)]
                if mixer == "ssd":
                    late += now
                else:
                    yield from (row | f() for row, f in now)
    yield from (row | f() for row, f in late)


def timer(device):
    "What times a call in milliseconds"
    if device == "cuda":
        from triton.testing import do_bench

        return lambda f: do_bench(f, warmup=50, rep=200, return_mode="median")

    def clock(f):
        f()
        start = time.perf_counter()
        f()
        return (time.perf_counter() - start) * 1e3

    return clock


def _timed(f, given, args, do_bench):
    "Times of `f(*given)` with gradients of `args`"
    return _both(lambda: f(*given), args, do_bench)


def _both(call, args, do_bench):
    on = args[0].is_cuda
    held = torch.cuda.memory_allocated() if on else 0

    def forward():
        with torch.no_grad():
            call()

    def both():
        for a in args:
            a.grad = None
        call().sum().backward()

    row = dict(forward_ms=do_bench(forward))
    if on:
        torch.cuda.reset_peak_memory_stats()
    row["both_ms"] = do_bench(both)
    if on:
        row["extra_MB"] = (torch.cuda.max_memory_allocated() - held) / 2**20
    for a in args:
        a.grad = None
    return row


def _authors_own(mixer, args):
    "The call of mamba-ssm on arguments that already lie as it wants them"
    u, delta, A, B, C = (a.detach() for a in args)
    if mixer == "s6":
        from mamba_ssm.ops.selective_scan_interface import selective_scan_fn

        turn = lambda x: x.transpose(1, 2).contiguous().requires_grad_()
        group = lambda x: x.permute(0, 2, 3, 1).contiguous().requires_grad_()
        own = [turn(u), turn(delta), A.requires_grad_(), group(B), group(C)]
        return selective_scan_fn, own, own
    from mamba_ssm.ops.triton.ssd_combined import mamba_chunk_scan_combined

    own = [x.requires_grad_() for x in (u, delta, A, B, C)]
    return partial(mamba_chunk_scan_combined, chunk_size=256), own, own


def attention_times(device, small):
    "Attention over all pairs of the same genes, of the same width"
    from torch.nn.functional import scaled_dot_product_attention as sdpa

    do_bench = timer(device)
    batch, length = (1, 300) if small else (8, 18_080)
    dtype = torch.bfloat16 if device == "cuda" else torch.float32
    qkv = [torch.randn(batch, 8, length, 64, device=device, dtype=dtype, requires_grad=True) for _ in "qkv"]
    yield dict(form="attention (SDPA), width 512", dtype=str(dtype)[6:], **_both(lambda: sdpa(*qkv), qkv, do_bench))


# ---------------------------------------------------------------- models


def the_models():
    "The classes that are trained step by step"
    from cellbook.bimamba import BiMamba, BiMambaCounts
    from cellbook.cae import CAE
    from cellbook.drugseq import DrugSeq
    from cellbook.hyperbolic import Hyperbolic, HyperbolicSimple
    from cellbook.lora import LoRA

    return [CAE, BiMamba, BiMambaCounts, DrugSeq, LoRA, Hyperbolic, HyperbolicSimple]


def _gap(a, b):
    "Largest difference as a share of the largest value"
    a, b = a.detach().double().cpu(), b.detach().double().cpu()
    return ((a - b).abs().max() / b.abs().max().clamp(min=1e-12)).item() if a.numel() else 0.0


def _losses(m, batch, precision, device):
    "Terms and gradients of one batch, without dropout"
    m.eval()
    m.zero_grad()
    torch.manual_seed(0)
    with torch.autocast(device, torch.bfloat16) if precision == "bf16" else nullcontext():
        terms = m.losses(batch)
    terms["loss"].backward()
    return terms, {k: p.grad for k, p in m.named_parameters() if p.grad is not None}


def model_parity(M, device):
    "Terms and gradients of one batch against the CPU"
    from cellbook.train import to_device

    a, options = M.example()
    m = M.from_adata(a, **options)
    data = m.cells(a)
    batch = next(iter(m.batches(data, "train", 32, 0, 0).loader()))
    terms, grads = _losses(copy.deepcopy(m), batch, "no", "cpu")
    for precision in ("no", "tf32", *(p for p in m.precisions if p == "bf16")):
        torch.set_float32_matmul_precision("high" if precision == "tf32" else "highest")
        got, g = _losses(copy.deepcopy(m).to(device), to_device(batch, torch.device(device)), precision, device)
        yield dict(
            model=M.name,
            precision=precision,
            loss=terms["loss"].item(),
            loss_gap=_gap(got["loss"], terms["loss"]),
            terms_gap=max(_gap(got[k], terms[k]) for k in terms),
            gradient_gap=_gap(
                torch.cat([g[k].flatten().cpu() for k in grads]), torch.cat([v.flatten() for v in grads.values()])
            ),
        )
    torch.set_float32_matmul_precision("highest")


def model_fit(M, device):
    "A training on the device: its losses beside the CPU's, twice, and its checkpoint on a CPU"
    from cellbook.contract import numbers
    from cellbook.train import fit, load_model

    a, options = M.example()
    settings = dict(epochs=2, batch_size=32, progress=False)
    runs = {}
    with tempfile.TemporaryDirectory() as d:
        for name, where in dict(cpu="cpu", one="auto", two="auto").items():
            m = M.from_adata(a, **options)
            start = time.perf_counter()
            h = fit(m, a, device=where, out=Path(d, name), **settings)
            runs[name] = m, h, time.perf_counter() - start
        back = load_model(Path(d, "one"))
        weights = {k: {n: p.cpu() for n, p in r[0].state_dict().items()} for k, r in runs.items()}
        loss = lambda k: torch.tensor(runs[k][1].steps["loss"].to_numpy())
        row = dict(
            model=M.name,
            on=str(next(runs["one"][0].parameters()).device),
            losses_gap_to_cpu=_gap(loss("one"), loss("cpu")),
            twice_the_same_bits=all(torch.equal(weights["one"][k], weights["two"][k]) for k in weights["one"]),
            checkpoint_on=str(next(back.parameters()).device),
            seconds_cpu=runs["cpu"][2],
            seconds=runs["two"][2],
        )
        try:
            there, here = numbers(runs["one"][0].predict(a)), numbers(back.predict(a))
            row["predictions_gap"] = max(_gap(torch.tensor(there[k]), torch.tensor(here[k])) for k in here)
        except Exception as e:
            row["predict"] = f"{type(e).__name__}: {str(e)[:200]}"
    yield row


# ---------------------------------------------------------------- steps at the originals' sizes


def big(name, small):
    "A model of its original's size with data, settings of `fit` and how many cells a step has"
    from cellbook.bimamba import BiMamba, screen_with_features
    from cellbook.cae import CAE
    from cellbook.data import Design
    from cellbook.drugseq import DrugSeq
    from cellbook.hyperbolic import Hyperbolic
    from cellbook.lora import LoRA
    from cellbook.simulate import regulatory_tree, simulate_screen, simulate_wells

    if name == "cae":
        a = cells(600 if small else 30_000, 60 if small else 2_000, contexts=8 if small else 64)
        return CAE.from_adata(a, fields=["context", "kind"], latent=8 if small else 64), a, 64 if small else 1024
    if name.startswith("bimamba"):
        a, design = screen_with_features(
            n_cells=160 if small else 600, n_genes=60 if small else 18_080, n_targets=8 if small else 40, n_doubles=0
        )
        a.uns.pop("truth")
        sizes = dict(identity=16, pathway=8, position=8, condition=16, width=24, state=4) if small else {}
        told = name.split()[1:]  # a mixer and how many blocks
        mixer, blocks = (*told, *("auto", "1")[len(told) :])
        m = BiMamba.from_adata(a, design=design, mixer=mixer, blocks=int(blocks), **sizes)
        return m, a, 8
    if name == "drugseq":
        a = simulate_wells(n_compounds=40 if small else 100, n_genes=40 if small else 2_541, n_drivers=10)
        sizes = dict(d=16, n_heads=2, layers=1, ffn=32, latent=4) if small else {}
        return DrugSeq.from_adata(a, **sizes), a, 32
    if name == "lora":
        a = cells(300 if small else 4_000, 60 if small else 18_000, contexts=8)
        sizes = dict(latent=8, hidden=(16, 16), rank=2) if small else dict(latent=128, hidden=(1024, 1024, 1024))
        m = LoRA.from_adata(a, fields=["kind"], base="random", start="random", **sizes)
        return m, a, 64
    a = simulate_screen(
        220 if small else 5_000,
        network=regulatory_tree(60 if small else 5_000),
        n_targets=12 if small else 200,
        n_doubles=0,
        rank=None,
        strength=3.0,
    )
    a.uns["truth"].pop("gene_features", None)
    sizes = dict(hidden=(16, 12), head=8, heads=2, positions=4) if small else {}
    design = Design("perturbation", "control")
    m = Hyperbolic.from_adata(a, design=design, network="truth/edges", **sizes)
    return m, a, 32 if small else 1024


def cells(n, genes, contexts=8):
    "Simulated log1p cells, a tenth of the genes measured, with two fields"
    import scipy.sparse as sp
    from anndata import AnnData

    from cellbook.data import declare_scale

    rng, k = np.random.default_rng(0), genes // 10
    at = (np.arange(k) * 10 + rng.integers(0, 10, (n, k), dtype=np.int32)).astype(np.int32)
    x = np.log1p(rng.integers(1, 9, n * k).astype(np.float32)) * np.float32(1.1)
    obs = pd.DataFrame(
        dict(
            context=pd.Categorical([f"c{i % contexts}" for i in range(n)]),
            kind=pd.Categorical.from_codes(rng.integers(0, 8, n), list("abcdefgh")),
        ),
        index=pd.Index(np.arange(n).astype(str)),
    )
    m = sp.csr_matrix((x, at.ravel(), np.arange(0, n * k + 1, k, dtype=np.int32)), shape=(n, genes))
    return declare_scale(AnnData(m, obs=obs, var=pd.DataFrame(index=[f"g{i}" for i in range(genes)])), "log1p")


def busy(f, device):
    "Milliseconds that the device computed while `f` ran"
    if device == "cpu":
        f()
        return float("nan")
    from torch.profiler import ProfilerActivity, profile

    with profile(activities=[ProfilerActivity.CUDA]) as p:
        f()
        torch.cuda.synchronize()
    return sum(e.self_device_time_total for e in p.key_averages()) / 1e3


def model_steps(name, device, small, steps=12):
    "Milliseconds of a training step, from a batch on the host to the optimiser's step, and the share without work"
    from cellbook.train import to_device

    m, a, size = big(name, small)
    where = torch.device(device)
    m.to(where).train()
    if "split" not in a.obs:
        a.obs["split"] = "train"
    data = m.cells(a)
    loader = lambda n: iter(m.batches(data, "train", size, 0, 0).loader())
    count = len(m.batches(data, "train", size, 0, 0))
    steps = min(steps, count - 1)
    for precision in [p for p in m.precisions if p != "fp16"]:
        if device == "cpu" and precision != "no":
            continue
        for recompute in (False, True) if name.startswith("bimamba") and not small else (False,):
            if name.startswith("bimamba"):
                m.backbone.recompute = recompute
            opt = m.optimizer(1e-4)
            if device == "cuda":
                torch.cuda.empty_cache()
                torch.cuda.reset_peak_memory_stats()

            def go(n, batches):
                for _ in range(n):
                    batch = to_device(next(batches), where)
                    opt.zero_grad()
                    with torch.autocast(device, torch.bfloat16) if precision == "bf16" else nullcontext():
                        loss = m.losses(batch)["loss"]
                    loss.backward()
                    opt.step()
                    with torch.no_grad():
                        m.after_step()

            try:
                go(1, loader(1))  # compiles, allocates
                it = loader(steps)
                next(it)
                if device == "cuda":
                    torch.cuda.synchronize()
                start = time.perf_counter()
                go(steps - 1, it)
                if device == "cuda":
                    torch.cuda.synchronize()
                took = (time.perf_counter() - start) / max(steps - 1, 1) * 1e3
                few, it = min(4, count - 1), loader(5)
                work = busy(lambda: go(few, it), device) / few
                yield dict(
                    model=name,
                    genes=len(m.spec.genes),
                    cells=size,
                    precision=precision,
                    recompute=recompute,
                    step_ms=took,
                    device_ms=work,
                    idle_share=max(0.0, 1 - work / took),
                    peak_GB=torch.cuda.max_memory_allocated() / 2**30 if device == "cuda" else 0.0,
                    parameters=sum(p.numel() for p in m.parameters()),
                )
            except torch.cuda.OutOfMemoryError as e:
                yield dict(model=name, precision=precision, recompute=recompute, error=f"memory: {str(e)[:120]}")


# ---------------------------------------------------------------- loader, service, chapters


def loading(device, small):
    "Cells a second from a chunk store to dense rows on the device"
    from cellbook.data import Spec
    from cellbook.loaders import BlockBatches, Store, write_chunks
    from cellbook.train import to_device

    n, genes = (2_000, 200) if small else (200_000, 2_000)
    where = torch.device(device)
    with tempfile.TemporaryDirectory() as d:
        a = cells(n, genes)
        for form in ("native", "npz"):
            write_chunks(a, Path(d, form), form=form, progress=False)
        spec = Spec.from_adata(a, scale="log1p", fields=["kind"])
        for form in ("native", "npz"):
            s = Store(Path(d, form), verify=False)
            for workers in (0, 1, 4):
                b = BlockBatches(s.bind(spec), np.arange(s.n), 128 if small else 1024)
                it = iter(b.loader(workers=workers))
                to_device(next(it), where)
                done, start = 0, time.perf_counter()
                for batch in it:
                    done += len(to_device(batch, where)["x"])
                    if time.perf_counter() - start > (0.02 if small else 3):
                        break
                if device == "cuda":
                    torch.cuda.synchronize()
                rate = done / (time.perf_counter() - start)
                yield dict(store=form, workers=workers, cells_per_second=round(rate))
                del it
        x = a.X[: 1024 if not small else 128]
        dense = torch.from_numpy(x.toarray())
        if device == "cuda":
            pinned = dense.pin_memory()
            csr = [torch.from_numpy(v) for v in (x.indptr, x.indices, x.data)]

            def unfold():
                parts = [v.to(where, non_blocking=True) for v in csr]
                return torch.sparse_csr_tensor(*parts, x.shape).to_dense()

            for name, f in dict(
                dense=lambda: dense.to(where),
                pinned=lambda: pinned.to(where, non_blocking=True),
                pin_and_copy=lambda: dense.pin_memory().to(where, non_blocking=True),
                sparse_unfolded_on_device=unfold,
            ).items():
                f()
                torch.cuda.synchronize()
                start = time.perf_counter()
                for _ in range(50):
                    f()
                torch.cuda.synchronize()
                yield dict(transfer=name, ms_per_1024_cells=(time.perf_counter() - start) * 20)


class Copied:
    "What stands for the copies to a GPU where there is none"

    def send(self, batch, genes):
        from cellbook.train.loop import _each, _unfolded

        return _unfolded(_each(batch, torch.Tensor.clone), genes)

    def arrive(self, batch):
        return batch


def feeding(device, small):
    "Milliseconds of a step of the autoencoder by how batches come to the device, and whether they are the same bits"
    from cellbook.loaders import write_chunks
    from cellbook.train import Prefetch
    from cellbook.train.loop import _Copies

    m, a, size = big("cae", small)
    genes, where, steps = len(m.spec.genes), torch.device(device), 3 if small else 25
    m.to(where).train()
    opt = m.optimizer(1e-4)

    def go(feed, n):
        for _ in range(n):
            batch = next(feed)
            opt.zero_grad()
            loss = m.losses(batch)["loss"]
            loss.backward()
            feed.begin()
            opt.step()
            loss.item()  # as `fit` asks for it

    ways = {"copied when asked for": (False, False), "pinned, ahead": (True, False), "sparse, ahead": (True, True)}
    with tempfile.TemporaryDirectory() as d:
        data = m.cells(write_chunks(a, Path(d, "store"), progress=False))
        data.adata.obs["split"] = "train"
        plan = m.batches(data, "train", size, 0, 0)

        def feed(way, workers=0):
            ahead, sparse = ways[way]
            copies = (_Copies(where) if device == "cuda" else Copied()) if ahead else None
            return Prefetch(plan.loader(workers=workers, sparse=sparse), where, genes, copies)

        for way in ways:  # the same batches, each once, by whichever way; the device is kept busy meanwhile
            gaps, n, it = [], 0, feed(way, 1)
            for there, here in zip(it, plan.loader()):
                (there["x"] @ there["x"].T).sum()
                it.begin()
                gaps.append((there["x"].cpu() - here["x"]).abs().max().item())
                n += len(there["cell"])
                assert torch.equal(there["cell"].cpu(), here["cell"])
            yield dict(way=way, cells=n, of=a.n_obs, gap=max(gaps))
        for workers in (0, 1) if small else (0, 1, 4):
            for way in ways:
                it = feed(way, workers)
                go(it, 2)
                if device == "cuda":
                    torch.cuda.synchronize()
                start = time.perf_counter()
                go(it, steps)
                took = (time.perf_counter() - start) / steps * 1e3
                work = busy(lambda: go(it, 2), device) / 2
                yield dict(way=way, workers=workers, step_ms=took, device_ms=work, idle_share=max(0.0, 1 - work / took))


def serving(device, small):
    "Cells a second through the service's own pass, on the device and on the CPU"
    from cellbook.data import Field, Spec
    from cellbook.lora import CellEncoder, EncoderConfig
    from cellbook.serve import Service, ServiceSettings

    genes, hidden = (300, (16, 16)) if small else (28_231, (1024, 1024, 1024))
    with tempfile.TemporaryDirectory() as d:
        field = Field("cell_type", tuple(f"type {i}" for i in range(200)))
        spec = Spec(tuple(f"G{i}" for i in range(genes)), "log1p", fields=dict(cell_type=field))
        base = CellEncoder(spec, EncoderConfig(hidden=hidden))
        base.to_folder(d)
        torch.save(torch.nn.Linear(128, 200).state_dict(), Path(d, "head.pt"))
        Path(d, "classes.txt").write_text("\n".join(field.values) + "\n")
        x = np.random.default_rng(0).random((64, genes), dtype=np.float32)
        answers = {}
        for where in dict.fromkeys(("cpu", device)):
            settings = ServiceSettings(
                model_dir=d, head_path=str(Path(d, "head.pt")), classes_path=str(Path(d, "classes.txt")), device=where
            )
            s = Service(settings)
            try:
                for batch in (1, 64):
                    answers[where] = s.work(x[:batch])
                    start, n = time.perf_counter(), 0
                    while time.perf_counter() - start < (0.02 if small else 2):
                        s.work(x[:batch])
                        n += batch
                    yield dict(device=where, batch=batch, cells_per_second=round(n / (time.perf_counter() - start)))
            finally:
                s.close()
        if device != "cpu":
            yield dict(probabilities_gap=_gap(torch.tensor(answers[device]["p"]), torch.tensor(answers["cpu"]["p"])))


def together(jobs, folder, limit):
    "Commands {name: words} at the same time -> (name, seconds, exit code or None, end of the log) as they end"
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    start, left = time.perf_counter(), {}
    threads = str(
        max(1, (os.cpu_count() or 1) // len(jobs))
    )  # each its share: all with all of them wait for each other
    env = os.environ | dict(OMP_NUM_THREADS=threads, NUMBA_NUM_THREADS=threads)
    for name, words in jobs.items():
        log, words = open(folder / f"{name}.log", "w"), [sys.executable, *words]
        left[name] = subprocess.Popen(words, cwd=folder, env=env, stdout=log, stderr=subprocess.STDOUT)
    while left:
        seconds = time.perf_counter() - start
        for name, p in list(left.items()):
            if p.poll() is None and seconds < limit:
                continue
            if p.poll() is None:
                p.kill()
            code = left.pop(name).poll()
            yield name, seconds, code, (folder / f"{name}.log").read_text(errors="replace").strip().splitlines()
        time.sleep(0.1)


def checks(rows, device, folder, limit, chapters=CHAPTERS):
    "Scans, models and chapters, each in a process of its own, all at the same time"
    jobs = {}
    folder = Path(folder).resolve()
    cases = [f"scan-{m}-{d}" for m in ("s6", "ssd") for d in ("float32", "tf32", "bfloat16")]
    for case in [*cases, *(f"model-{M.name}" for M in the_models())]:
        out = folder / f"{case}.json"
        out.unlink(missing_ok=True)
        jobs[case] = [__file__, case, "--device", device, "--out", str(out)]
    for name in chapters:
        jobs[name] = ["-m", "papermill", str(ROOT / "nbs" / f"{name}.ipynb"), str(folder / f"{name}.ipynb")]
    for name, seconds, code, log in together(jobs, folder, limit):
        if name in chapters:
            result = "passed" if code == 0 else "not finished" if code is None else "failed"
            said = {} if code == 0 else dict(error=" | ".join(log[-6:])[-700:])
            rows.add("chapters", chapter=name, seconds=seconds, result=result, **said)
            continue
        out = folder / f"{name}.json"
        found = json.loads(out.read_text()) if out.exists() else {}
        for part, more in found.items():
            for row in more:
                rows.add(part, **row)
        if not found:
            rows.add("checks", case=name, error=" | ".join(log[-6:])[-700:])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", default=[])
    parser.add_argument("--out")
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--folder", default="runs/gpu", help="where executed chapters go")
    parser.add_argument("--limit", type=float, default=300, help="seconds for the checks")
    args = parser.parse_args()
    device, small, rows = args.device, args.device == "cpu", Rows(args.out)
    parts = args.parts or ["machine", *"times steps feed loader serve checks".split()]
    warnings.filterwarnings("ignore")
    for part in parts:
        kind, *of = part.split("-")
        if kind == "machine":
            rows.trying(part, part, machine, device)
        elif kind == "checks":
            checks(rows, device, args.folder, args.limit, [] if small else CHAPTERS)
        elif kind == "scan":
            rows.trying("scan parity", part, scan_parity, *of, device, small)
        elif kind == "model":
            M = next(M for M in the_models() if M.name == of[0])
            rows.trying("model parity", M.name, model_parity, M, device)
            rows.trying("model fit", M.name, model_fit, M, device)
        elif kind == "times":
            rows.trying("scan times", "attention", attention_times, device, small)
            rows.trying("scan times", part, scan_times, device, small)
        elif kind == "steps":
            for name in of or ("cae", "bimamba ssd", "bimamba ssd 4", "bimamba s6", "drugseq", "lora", "hyperbolic"):
                rows.trying("steps", name, model_steps, name, device, small)
        elif kind == "loader":
            rows.trying(part, part, loading, device, small)
        elif kind == "feed":
            rows.trying(part, part, feeding, device, small)
        elif kind == "serve":
            rows.trying(part, part, serving, device, small)
        else:
            parser.error(f"part: expected machine, times, steps, feed, loader, serve or checks, found {part!r}")
    errors = [r for v in rows.found.values() for r in v if "error" in r]
    print(f"{len(errors)} errors")
    return 1 if errors else 0


if __name__ == "__main__":
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    sys.exit(main())
