"""Damage small valid files of every reader, and see that each is read or refused in one line.

    python tools/fuzz.py [SECONDS] [TARGET ...]

Damage is at random bytes, and in JSON at one value, with checksums that agree again. Damaged files are read by
processes of their own, fifty by each, with 10 seconds for each file and 2 GB more than a process begins with; one
that dies is replaced, so a crash is a finding and not an end. Findings are kept in fuzz-findings/ and make the exit
status 1."""

import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import warnings
from collections import Counter
from itertools import chain
from pathlib import Path

import pandas as pd
import scipy.sparse as sp
import torch
from safetensors import safe_open
from safetensors.torch import save_file

import cellbook.hyperbolic  # noqa: F401  registers its models
from cellbook.cli.prepare import field_names
from cellbook.data import (
    DataError,
    damaged_json,
    declare_scale,
    load_pickle,
    pbmc68k,
    preprocess_metadata,
    read,
    read_metadata,
)
from cellbook.loaders import Store, write_chunks
from cellbook.lora import LoRA, load_reference, open_encoder, save_reference
from cellbook.serve.inputs import Limits, Panel, Refused, read_request
from cellbook.train import CheckpointError, fit, get_model, load_model, read_results, read_state, save_json
from cellbook.train.loop import _checksum
from cellbook.train.model import file_checksum, text_checksum

seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 120.0
warnings.simplefilter("ignore")
EACH = 50  # files read by one process


# ---- damage


def damage_bytes(path, draw):
    "Change a few bytes of a file, or of a file in a folder"
    if path.is_dir():
        path = draw.choice(sorted(p for p in path.rglob("*") if p.is_file()))
    data = bytearray(path.read_bytes())
    for _ in range(draw.choice([1, 1, 2, 4, 16])):
        at, kind = draw.randrange(len(data) or 1), draw.random()
        if kind < 0.6 and data:
            data[at] = draw.randrange(256)
        elif kind < 0.75:
            del data[at : at + draw.randrange(1, 9)]
        elif kind < 0.9:
            data[at:at] = draw.randbytes(draw.randrange(1, 9))
        elif data:
            data[at : at + 8] = draw.choice([0, 2**31 - 1, 2**63 - 1, 2**64 - 1]).to_bytes(8, "little")
    path.write_bytes(data)


_variants = {}


def variants(text):
    "Every damaged form of a JSON text, made once"
    if text not in _variants:
        _variants[text] = list(damaged_json(json.loads(text)))
    return _variants[text]


def lenient(text):
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def retold(path, **told):
    "A safetensors file with other words in its head"
    with safe_open(path, "pt") as f:
        tensors = {k: f.get_tensor(k) for k in f.keys()}
        told = (f.metadata() or {}) | {k: v.encode("utf-8", "replace").decode() for k, v in told.items()}
        save_file(tensors, f"{path}.new", metadata=told)
    os.replace(f"{path}.new", path)


def damage_json(name):
    "Damage to one value of a JSON file in a folder"

    def damage(folder, draw):
        at = draw.choice(sorted(folder.rglob(name)))
        at.write_text(draw.choice(variants(at.read_text())), encoding="utf-8")

    return damage


def damage_model(folder, draw):
    "One value of model.json, and checksums as a stranger would write them"
    text = draw.choice(variants((folder / "model.json").read_text()))
    head = lenient(text)
    if isinstance(head, dict) and draw.random() < 0.9:
        same = {k: str(head[k]) for k in ("model", "version", "gene_hash") if k in head}
        if isinstance(spec := head.get("spec"), dict) and isinstance(genes := spec.get("genes"), list):
            try:
                from hashlib import sha256

                head["gene_hash"] = sha256("\n".join(genes).encode()).hexdigest()[:16]
                same["gene_hash"] = head["gene_hash"]
            except (TypeError, UnicodeError):
                pass
        retold(folder / "model.safetensors", said=text_checksum(head), **same)
        head["weights"] = file_checksum(folder / "model.safetensors")
        text = json.dumps(head)
    (folder / "model.json").write_text(text, encoding="utf-8")


def damage_state(folder, draw):
    "One value of the state of a run, with a checksum that agrees"
    path = folder / "last.safetensors"
    with safe_open(path, "pt") as f:
        tensors, told = {k: f.get_tensor(k) for k in f.keys()}, f.metadata()
    if draw.random() < 0.3:
        text, history = told["state"], bytearray(tensors["history"].numpy().tobytes())
        for _ in range(draw.choice([1, 2, 8])):
            history[draw.randrange(len(history))] = draw.choice(b'0,.-e"\nx\xff')
        tensors["history"] = torch.frombuffer(history, dtype=torch.uint8)
    else:
        text = draw.choice(variants(told["state"]))
    text = text.encode("utf-8", "replace").decode()
    save_file(tensors, path, metadata=dict(state=text, checksum=_checksum(text, tensors)))
    shutil.copy(path, folder / "previous.safetensors")


def damage_body(path, draw):
    "Another request"
    text = path.read_text()
    if draw.random() < 0.5:
        return path.write_text(draw.choice(variants(text)), encoding="utf-8")
    damage_bytes(path, draw)


# ---- what is read


def request(path):
    "The body of a request, as the service reads it"
    body = path.read_bytes()
    panel = Panel([f"G{i}" for i in range(8)], 1e-9, limits=Limits(body=1_000_000))
    q, cells = read_request(body, panel, "expressions", "scale", "total", "topk")
    for c in cells:
        panel.row(c, q.get("scale", "auto"), q.get("total"))


def make_seeds(folder):
    "{name: (a valid file or folder, what reads it, what damages it)}"
    cells = pbmc68k()[:40, :30].copy()
    cells.obs = cells.obs[["bulk_labels", "phase"]]
    cells.X = sp.csr_matrix(cells.X)
    del cells.raw, cells.obsm, cells.varm, cells.obsp
    cells.uns = {}
    declare_scale(cells, "log1p")
    cells.write_h5ad(folder / "cells.h5ad")
    cells.write_zarr(folder / "cells.zarr")
    cells.obs.to_pickle(folder / "table.pkl")
    cells.obs.to_parquet(folder / "table.parquet")
    cells.obs.to_csv(folder / "table.csv")
    chunks = folder / "chunks"
    chunks.mkdir()
    sp.save_npz(chunks / "human_counts_1.npz", cells.X)
    cells.obs.reset_index(drop=True).to_parquet(chunks / "human_metadata_1.parquet")
    (chunks / "genes.txt").write_text("\n".join(cells.var_names))
    for form in ("native", "npz"):
        write_chunks(cells, folder / f"store_{form}", form=form, chunk_cells=16, progress=False)
    shutil.copytree(folder / "store_npz", folder / "store_said")
    preprocess_metadata([cells.obs], save_dir=folder / "fields")
    save_json(folder / "request.json", dict(expressions=[{"G0": 1.5, "G3": 2}, {"G1": 0.5}], scale="log1p", topk=3))
    take = lambda p: (s := Store(p)).take(range(min(s.n, 40)))
    found = {
        "h5ad": (folder / "cells.h5ad", read, damage_bytes),
        "zarr": (folder / "cells.zarr", read, damage_bytes),
        "zarr json": (
            folder / "cells.zarr",
            read,
            damage_json("zarr.json" if list(folder.rglob("zarr.json")) else ".z*"),
        ),
        "pickle": (folder / "table.pkl", load_pickle, damage_bytes),
        "pickled table": (folder / "table.pkl", read_metadata, damage_bytes),
        "parquet": (folder / "table.parquet", read_metadata, damage_bytes),
        "csv": (folder / "table.csv", read_metadata, damage_bytes),
        "npz": (chunks, read, damage_bytes),
        "native store": (folder / "store_native", take, damage_bytes),
        "npz store": (folder / "store_npz", take, damage_bytes),
        "store json": (folder / "store_native", take, damage_json("manifest.json")),
        "store json, read": (folder / "store_said", read, damage_json("manifest.json")),
        "fields json": (folder / "fields" / "metadata_field_specs.json", lambda p: field_names(str(p)), damage_body),
        "request": (folder / "request.json", request, damage_body),
    }
    return found | model_seeds(folder)


def model_seeds(folder):
    "Checkpoints, states of runs, adapters and results"
    found = {}
    for kind in ("cae", "bimamba", "drugseq", "hyperbolic", "hyperbolic_simple", "lora"):
        adata, options = get_model(kind).example()
        get_model(kind).from_adata(adata, **options).save(folder / kind)
        found[f"{kind} json"] = folder / kind, load_model, damage_model
    found["checkpoint"] = folder / "cae", load_model, damage_bytes
    few, run = pbmc68k()[:90, :40].copy(), folder / "run"
    few.obs["split"] = ["train", "train", "valid"] * 30
    more = dict(epochs=2, batch_size=20, progress=False)
    make = lambda: get_model("cae").from_adata(few, fields=["phase"], latent=2, hidden=4)
    fit(make(), few, out=run, **more)

    def resumed(path):
        read_state(path)
        fit(make(), few, out=path, resume=True, **more)

    found |= {"state": (run, read_state, damage_bytes), "state json": (run, resumed, damage_state)}
    adata, own = LoRA.example()
    own = {k: v for k, v in own.items() if k not in ("base", "latent", "hidden")}
    adata.obs["split"] = ["train", "train", "valid"] * (adata.n_obs // 3)
    base = get_model("encoder").from_adata(adata, fields=["phase"], latent=8, hidden=(16, 16)).eval()
    base.to_folder(folder / "base")
    model = LoRA.from_adata(adata, base=base, **own)
    model.save_adapter(folder / "adapter")
    save_reference(folder / "adapter", model, adata, xy=adata[adata.obs["split"] == "train"].obsm["X_umap"])
    adapted = lambda p: (LoRA.from_adapter(p, folder / "base"), load_reference(p))
    found |= {
        "adapter": (folder / "adapter", adapted, damage_bytes),
        "adapter json": (folder / "adapter", adapted, damage_json("*.json")),
        "base": (folder / "base", open_encoder, damage_bytes),
        "base json": (folder / "base", open_encoder, damage_json("*.json")),
    }
    result = dict(model="cae", data="x.h5ad", real=True, score="r", value=0.5, baseline_value=0.4, baseline="mean")
    result |= dict(seconds=1.5, difference=dict(low=0.1, high=0.2, gain=0.15, word="better", units=5))
    save_json(folder / "results" / "one" / "result.json", result)
    found["results json"] = folder / "results", read_results, damage_json("*.json")
    return found


# ---- the loop


def refused(e):
    "Whether an error is one of the house's own, in one line"
    return isinstance(e, (DataError, CheckpointError, Refused)) and "\n" not in str(e) and len(str(e)) < 1_000


def read_all(reader, paths, said):
    "Read files in this process and write how each ended, a letter for each"
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + 2**31, used + 2**31))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1), os.dup2(null, 2)
    for path in paths:
        signal.alarm(10)
        try:
            reader(path)
            end = b"r"
        except BaseException as e:
            end = b"." if refused(e) else b"x"
            if end == b"x":
                (path.parent / "said").write_text(f"{type(e).__name__}: {e}"[:400], errors="replace")
        signal.alarm(0)
        os.write(said, end)


def ends(reader, paths):
    "How reading each file ended, in processes of their own"
    out = []
    while len(out) < len(paths):
        mine, theirs = os.pipe()
        if not (child := os.fork()):
            try:
                os.close(mine)
                read_all(reader, paths[len(out) :], theirs)
            finally:
                os._exit(0)
        os.close(theirs)
        with os.fdopen(mine, "rb") as f:
            told = f.read()
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        out += [{"r": "read", ".": "refused", "x": "another error"}[chr(c)] for c in told]
        if len(out) < len(paths):
            out.append("hang" if code == -signal.SIGALRM else f"killed by signal {-code}")
    return out


def main():
    found, lines, began, number = Counter(), Counter(), time.time(), int(os.environ.get("FUZZ_FROM", 0))
    first = number
    with tempfile.TemporaryDirectory(prefix="cellbook-fuzz-") as d:
        (Path(d) / "seeds").mkdir()
        seeds = make_seeds(Path(d) / "seeds")
        seeds = {k: v for k, v in seeds.items() if not sys.argv[2:] or k in sys.argv[2:]}
        for seed, reader, _ in seeds.values():  # valid ones are read, and what reading imports is imported
            reader(seed)
        began, turn = time.time(), 0
        for name in chain.from_iterable(iter(lambda: sorted(seeds), None)):
            if time.time() - began > seconds and turn >= len(seeds):
                break
            turn += 1
            seed, reader, damage = seeds[name]
            paths = []
            for k in range(EACH):
                number += 1
                box = Path(d) / "boxes" / str(k)
                box.mkdir(parents=True)
                copy = box / seed.name
                shutil.copytree(seed, copy) if seed.is_dir() else shutil.copy(seed, copy)
                damage(copy, random.Random(number))
                paths.append(copy)
            for k, end in enumerate(ends(reader, paths)):
                found[name, end] += 1
                if end not in ("read", "refused"):
                    said = paths[k].parent / "said"
                    line = name, end, said.read_text()[:60] if said.exists() else ""
                    lines[line] += 1
                    if lines[line] <= 2:
                        kept = Path("fuzz-findings") / f"{name.replace(' ', '-')}-{number - EACH + 1 + k}"
                        shutil.copytree(paths[k].parent, kept, dirs_exist_ok=True)
            shutil.rmtree(Path(d) / "boxes", ignore_errors=True)
    table = pd.Series(found).unstack(fill_value=0)
    bad = sum(lines.values())
    print(f"{number - first:,} damaged files in {time.time() - began:.0f} s, {bad} findings\n{table.to_string()}")
    for (name, end, said), n in lines.most_common(60):
        print(f"{n:6} {name}: {end} {said}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
