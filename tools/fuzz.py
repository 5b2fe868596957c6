"""Damage small valid files of every reader, and see that each is read or refused in one line.

    python tools/fuzz.py [SECONDS] [TARGET ...]

Damage is at random bytes, and in JSON at one value, with checksums that agree again. As many processes as there are
cores share the readers and give each at most 3 seconds in turn, less where SECONDS would not do for all (making valid
files takes a quarter of a minute before); each turn is a process of its own, with 10 seconds for each file and 2 GB
more than it begins with; one that dies is replaced and goes on with the next file, so a crash is a finding and not an
end. What has checksums must give the same numbers or none. A file is a function of its number: FUZZ_FROM=N goes on
from there, FUZZ_JOBS=N sets the processes. Findings are kept in fuzz-findings/ and make the exit status 1."""

import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from hashlib import sha256
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"  # what is forked from a process whose threads have run waits for them forever

import anndata as ad
import h5py
import numpy as np
import pandas as pd
import scipy.sparse as sp
import torch
import zarr
from safetensors import safe_open
from safetensors.torch import save_file
from scipy.io import mmwrite

import cellbook.hyperbolic  # noqa: F401  registers its models
from cellbook.bimamba import read_challenge
from cellbook.cli import parameters
from cellbook.cli.files import _head, _made, note_made, run_facts, seen_before, text_cell, write_report, write_split
from cellbook.cli.prepare import field_names
from cellbook.data import (
    DataError,
    Design,
    damaged_json,
    declare_scale,
    find_source,
    load_pickle,
    pbmc68k,
    preprocess_metadata,
    read,
    read_gene_list,
    read_metadata,
)
from cellbook.data.uploads import UploadLimits, read_upload
from cellbook.genes import read_coords, read_edges, read_features, read_gmt
from cellbook.leaderboard.entries import _on_file
from cellbook.leaderboard.table import _of_draws, _read_draws, _write_draws
from cellbook.loaders import Collection, Store, open_backed, write_chunks
from cellbook.loaders.store import _said as manifest_checksum
from cellbook.lora import LoRA, load_reference, open_encoder, read_tensors, save_reference
from cellbook.serve.inputs import Limits, Panel, Refused, read_request
from cellbook.train import (
    CheckpointError,
    History,
    fit,
    get_model,
    learn_targets,
    load_model,
    read_results,
    read_state,
    save_json,
    write_sources,
)
from cellbook.train.loop import tensor_checksum
from cellbook.train.model import file_checksum, text_checksum

seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 120.0
warnings.simplefilter("ignore")
TURN = 3.0  # seconds at most for one reader, and for one process


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


def damage_manifest(folder, draw):
    "One value of a store's manifest, mostly with a checksum that agrees"
    at = folder / "manifest.json"
    text = draw.choice(variants(at.read_text()))
    told = lenient(text)
    if isinstance(told, dict) and draw.random() < 0.9:
        text = json.dumps(told | dict(checksum=manifest_checksum(told)))
    at.write_text(text, encoding="utf-8")


def damage_model(folder, draw):
    "One value of model.json, and checksums as a stranger would write them"
    text = draw.choice(variants((folder / "model.json").read_text()))
    head = lenient(text)
    if isinstance(head, dict) and draw.random() < 0.9:
        same = {k: str(head[k]) for k in ("model", "version", "gene_hash") if k in head}
        if isinstance(spec := head.get("spec"), dict) and isinstance(genes := spec.get("genes"), list):
            try:
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
    save_file(tensors, path, metadata=dict(state=text, checksum=tensor_checksum(text, tensors)))
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
    for version in (2, 3):
        with ad.settings.override(zarr_write_format=version):
            cells.write_zarr(folder / f"cells{version}.zarr")
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
        "zarr": (folder / "cells2.zarr", read, damage_bytes),
        "zarr json": (folder / "cells2.zarr", read, damage_json(".z*")),
        "zarr 3": (folder / "cells3.zarr", read, damage_bytes),
        "zarr 3 json": (folder / "cells3.zarr", read, damage_json("zarr.json")),
        "pickle": (folder / "table.pkl", load_pickle, damage_bytes),
        "pickled table": (folder / "table.pkl", read_metadata, damage_bytes),
        "parquet": (folder / "table.parquet", read_metadata, damage_bytes),
        "csv": (folder / "table.csv", read_metadata, damage_bytes),
        "npz": (chunks, read, damage_bytes),
        "native store": (folder / "store_native", take, damage_bytes),
        "npz store": (folder / "store_npz", take, damage_bytes),
        "store json": (folder / "store_native", take, damage_manifest),
        "store json, read": (folder / "store_said", read, damage_manifest),
        "fields json": (folder / "fields" / "metadata_field_specs.json", lambda p: field_names(str(p)), damage_body),
        "request": (folder / "request.json", request, damage_body),
    }
    return found | cell_seeds(folder, cells) | text_seeds(folder, cells) | model_seeds(folder)


def ten_x(path, cells):
    "As 10x writes it"
    x = sp.csr_matrix(cells.X)
    with h5py.File(path, "w") as f:
        m = f.create_group("matrix")
        for k in ("data", "indices", "indptr"):
            m[k] = getattr(x, k)
        m["shape"] = np.array(x.shape[::-1])
        m["barcodes"] = np.array(list(cells.obs_names), "S")
        told = dict(id=[f"ENSG{i:011}" for i in range(x.shape[1])], name=list(cells.var_names))
        told |= dict(feature_type=["Gene Expression"] * x.shape[1], genome=["x"] * x.shape[1])
        for k, v in told.items():
            m[f"features/{k}"] = np.array(v, "S")


def cell_seeds(folder, cells):
    "Cells as others write them, and as they are read a batch at a time"
    counts = cells.copy()
    counts.X = sp.csr_matrix(np.expm1(cells.X.toarray()).round().astype(np.float32))
    ten_x(folder / "10x.h5", counts)
    tables = folder / "mtx"
    tables.mkdir()
    mmwrite(tables / "matrix.mtx", counts.X.T.astype(int), field="integer")
    (tables / "features.tsv").write_text("".join(f"ENSG{i:011}\t{g}\n" for i, g in enumerate(cells.var_names)))
    (tables / "barcodes.tsv").write_text("\n".join(cells.obs_names) + "\n")
    wells = folder / "wells"
    wells.mkdir()
    cells.to_df().to_csv(wells / "expr_mat.csv")
    pd.Series(cells.obs_names, name="well").to_csv(wells / "well_id.csv", index=False)
    cells.obs["phase"].to_csv(wells / "labels_cls.csv", index=False)
    effects = pd.DataFrame(dict(gene=[f"G{i}" for i in range(30)], lfc=[0.1 * i - 1 for i in range(30)], p=0.5))
    effects.to_csv(folder / "effects.tsv", sep="\t", index=False)
    shards = lambda e: dict(shards=(64,), chunks=(16,)) if sp.issparse(e) else {}
    sharded = lambda f, g, k, e, dataset_kwargs, iospec: f(g, k, e, dataset_kwargs=dataset_kwargs | shards(e))
    with ad.settings.override(zarr_write_format=3):
        ad.experimental.write_dispatched(zarr.open_group(folder / "shards.zarr", mode="w"), "dataset_0", cells, sharded)
    some = lambda a: find_source(a, "log1p").rows(a, np.array([0, a.n_obs // 2, a.n_obs - 1]))
    backed = lambda p: some(open_backed(p))
    taken = lambda p: (c := Collection(p, scale="log1p")).take(np.arange(min(c.n, 40)))
    return {
        "10x": (folder / "10x.h5", read, damage_bytes),
        "10x, left on disk": (folder / "10x.h5", backed, damage_bytes),
        "mtx": (tables, read, damage_text),
        "wells": (wells, read, damage_text),
        "effects": (folder / "effects.tsv", lambda p: read(p, scale="effect"), damage_text),
        "h5ad, left on disk": (folder / "cells.h5ad", backed, damage_bytes),
        "zarr, left on disk": (folder / "cells3.zarr", backed, damage_bytes),
        "collection": (folder / "cells2.zarr", taken, damage_bytes),
        "collection in shards": (folder / "shards.zarr", taken, damage_bytes),
        "collection json": (folder / "cells3.zarr", taken, damage_json("zarr.json")),
        "uploaded h5ad": (folder / "cells.h5ad", lambda p: read_upload(p, ".h5ad", UploadLimits()), damage_bytes),
    }


def damage_text(path, draw):
    "One cell of a table that says something else, or its bytes"
    if draw.random() < 0.4:
        return damage_bytes(path, draw)
    if path.is_dir():
        path = draw.choice(sorted(p for p in path.rglob("*") if p.is_file()))
    lines = path.read_bytes().split(b"\n")
    for _ in range(draw.choice([1, 1, 3])):
        at = draw.randrange(len(lines))
        sep = b"\t" if b"\t" in lines[at] else b","
        words = lines[at].split(sep)
        words[draw.randrange(len(words))] = draw.choice(ODD_WORDS)
        lines[at] = sep.join(words)
    path.write_bytes(b"\n".join(lines))


ODD_WORDS = [
    b"",
    b"NaN",
    b"inf",
    b"-1",
    b"1e400",
    b"9" * 400,
    b"1" * 5_000,
    b"'",
    b'"',
    b"\0",
    b"\xff\xfe",
    b"a" * 300_000,
]
ODD_WORDS += [
    b"true",
    b"0x10",
    b"1_0",
    b"\xe2\x80\xae",
    b"#",
    b"=cmd()",
    b"a,b,c",
    b"\t\t",
    b"\r",
    b"001",
    b" 3 ",
    b"1e-400",
]
ODD_WORDS += [b"0E4000000000", b"-1e2147483648", b"1E-40000000000000013", b"1d5", b"1e99999"]
ODD_WORDS += [b"9223372036854775808", b"-9223372036854775809", b"5.5", b"2024-01-01", b"1+2j"]


def text_seeds(folder, cells):
    "Tables, gene sets, networks and places"
    names = [f"G{i}" for i in range(30)]
    wide = pd.DataFrame(
        [[i % 7 for i in range(1_200)]] * 4, [f"c{i}" for i in range(4)], [f"G{i}" for i in range(1_200)]
    )
    wide.to_csv(folder / "wide.csv")
    wide.iloc[:, :40].to_csv(folder / "small.csv")
    (folder / "sets.gmt").write_text("".join(f"S{i}\tx\t" + "\t".join(names[i : i + 9]) + "\n" for i in range(6)))
    edges = pd.DataFrame(dict(source=names[:-1], target=names[1:], weight=[0.1 * i for i in range(29)]))
    edges.to_csv(folder / "edges.tsv", sep="\t", index=False)
    string = edges.set_axis(["protein1", "protein2", "combined_score"], axis=1).assign(combined_score=800)
    string.to_csv(folder / "string.txt", sep=" ", index=False)
    places = pd.DataFrame(dict(symbol=names, chromosome="1", start=range(30), end=range(1, 31)))
    places.to_csv(folder / "places.tsv", sep="\t", index=False)
    line = 'chr1\tx\tgene\t{0}\t{1}\t.\t+\t.\tgene_id "ENSG{0:011}"; gene_name "G{0}"; gene_biotype "protein_coding";\n'
    (folder / "genes.gtf").write_text("#!genome\n" + "".join(line.format(i, i + 5) for i in range(1, 9)))
    pd.DataFrame(dict(a=range(30), b=0.5), names).to_csv(folder / "known.csv")
    asked = folder / "challenge"
    asked.mkdir()
    (asked / "gene_names.csv").write_text("\n".join(names) + "\n")
    pd.DataFrame(dict(target_gene=names[:5], n_cells=10, median=99.5)).to_csv(
        asked / "pert_counts_Test.csv", index=False
    )
    tensors = dict(w=torch.ones(4, 3), b=torch.zeros(4))
    torch.save(tensors, folder / "zip.pt")
    torch.save(dict(state_dict=tensors), folder / "old.pth", _use_new_zipfile_serialization=False)
    (folder / "split").mkdir()
    cells = cells.copy()
    cells.obs["split"] = ["train", "valid"] * 20
    write_split(folder / "split", cells)
    limits = UploadLimits()
    known = lambda p: (read_features(f"table={p}", names), read_features([f"table={p}"], names[:3]))
    return {
        "wide csv": (folder / "wide.csv", read, damage_text),
        "small csv": (folder / "small.csv", read, damage_text),
        "uploaded wide csv": (folder / "wide.csv", lambda p: read_upload(p, ".csv", limits), damage_text),
        "uploaded csv": (folder / "small.csv", lambda p: read_upload(p, ".csv", limits), damage_text),
        "gene sets": (folder / "sets.gmt", read_gmt, damage_text),
        "features of sets": (folder / "sets.gmt", lambda p: read_features(f"sets={p}", names), damage_text),
        "edges": (folder / "edges.tsv", read_edges, damage_text),
        "edges of STRING": (folder / "string.txt", read_edges, damage_text),
        "features of edges": (folder / "edges.tsv", lambda p: read_features(f"network={p}", names), damage_text),
        "places": (folder / "places.tsv", read_coords, damage_text),
        "features of places": (folder / "places.tsv", lambda p: read_features(f"coords={p}", names), damage_text),
        "gtf": (folder / "genes.gtf", read_coords, damage_text),
        "own table": (folder / "known.csv", known, damage_text),
        "challenge": (asked, read_challenge, damage_text),
        "torch zip": (folder / "zip.pt", read_tensors, damage_bytes),
        "torch old": (folder / "old.pth", read_tensors, damage_bytes),
        "split": (folder / "split", lambda p: seen_before(p, cells), damage_text),
        "gene list": (folder / "chunks/genes.txt", lambda p: read_gene_list(p.parent, p), damage_text),
    }


def damage_draws(path, draw):
    "What a leaderboard found before"
    with safe_open(path, "np") as f:
        text = draw.choice(variants(f.metadata()["about"])).encode("utf-8", "replace").decode()
        arrays = {k: f.get_tensor(k) for k in f.keys()}
    retold(path, about=text, checksum=_of_draws(text, arrays))


def score_seeds(folder):
    "What a leaderboard and a search keep of what they did"
    from cellbook.cli.runs import _optuna, open_study

    board = folder / "board"
    board.mkdir()
    save_json(board / "cae-0.json", dict(key="k", state="ok", note="", seconds=1.5, files={}))
    found = (
        {("", "A"): frozenset(["A"])},
        [],
        [pd.DataFrame(dict(r=[1.0]), pd.MultiIndex.from_tuples([("", "A")]))],
        0.5,
    )
    _write_draws(folder / "one.draws", "k", found)
    seeds = {
        "board json": (board, lambda p: _on_file(p, "cae-0", "k"), damage_json("*.json")),
        "draws": (folder / "one.draws", of_draws, damage_bytes),
        "draws json": (folder / "one.draws", lambda p: _read_draws(p, "k"), damage_draws),
    }
    try:
        _optuna()
    except DataError:
        return seeds
    (folder / "tune").mkdir()

    def searched(path):
        return [(t.value, t.params) for t in open_study(path, "cae", "minimize").trials]

    study = open_study(folder / "tune", "cae", "minimize")
    study.optimize(lambda t: t.suggest_float("lr", 1e-4, 1e-2, log=True), n_trials=3)
    return seeds | {"journal": (folder / "tune", searched, damage_bytes)}


def page_seeds(folder):
    "What commands leave in the folder of a run, which may come from a stranger: sources, a note, a page, a notebook"
    run, table = folder / "sourced", folder / "known.csv"
    rng = np.random.default_rng(0)
    names = [f"G{i}" for i in range(30)]
    known = pd.DataFrame(rng.normal(size=(30, 2)), names, ["a", "b"])
    known.to_csv(table)
    effects = ad.AnnData(known.to_numpy(np.float32), pd.DataFrame(dict(perturbation=names), names), None)
    effects.var_names = ["g0", "g1"]
    declare_scale(effects, "effect")
    half = effects[:20].copy()
    half.obs["split"] = ["train"] * 15 + ["test"] * 5
    design = Design("perturbation", "control")
    kept = known.iloc[:20].add_prefix("known:")
    model = get_model("ridge").from_adata(half, design=design, features=kept)
    fit(model, half, out=run, split_by="perturbation", progress=False)
    write_sources(run, [f"table={table}"])
    page = folder / "pages"
    (page / "one").mkdir(parents=True)
    write_report(page / "one", "A run", "It went well.", [text_cell("One page")], dict(Data="x.h5ad"), "cellbook train")
    note_made(page / "one", dict(command="cellbook train cae", given={"x.h5ad": [1, 2]}), ["report.html"])
    cell = dict(cell_type="code", metadata=dict(tags=["parameters"]), source=["epochs = 5\n", "out = 'x'"], outputs=[])
    save_json(folder / "a.ipynb", dict(cells=[cell], metadata={}, nbformat=4, nbformat_minor=5))
    own = load_model(run)
    sources = lambda p: learn_targets(own, p, names, say=len)
    return {
        "sources json": (run, sources, damage_json("features.json")),
        "note json": (page, lambda p: _made(p / "one"), damage_json("made.json")),
        "pages": (page / "one/report.html", _head, damage_text),
        "notebook": (folder / "a.ipynb", parameters, damage_body),
    }


def model_seeds(folder):
    "Checkpoints, states of runs, adapters and results"
    found = page_seeds(folder)
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
    found["facts of a run"] = folder / "cae", lambda p: (load_model(p), run_facts(p)), damage_model
    shutil.copy(run / "history.csv", folder / "history.csv")
    found["history"] = folder / "history.csv", lambda p: History.read(p).epochs, damage_text
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
    return found | score_seeds(folder)


# ---- the same numbers or none


def digest(found):
    "What of a store or a model must not change: its numbers, and the names that they belong to"
    h = sha256()
    for v in found:
        if isinstance(v, pd.Index | list | tuple):
            h.update("\n".join(map(str, v)).encode("utf-8", "replace"))
        else:
            h.update(v.detach().numpy().tobytes() if torch.is_tensor(v) else v.toarray().tobytes())
    return h.digest()


def of_store(path):
    s = Store(path)
    return s.take(range(s.n)), s.frame.var_names, s.frame.obs_names


def of_model(path):
    m = load_model(path)
    return *m.state_dict().values(), m.spec.genes


def of_draws(path):
    if (found := _read_draws(path, "k")) is None:
        raise DataError("made anew")
    members, _, (half,), chance = found
    return torch.from_numpy(half.to_numpy()), half.columns, [str(half.index), str(members), chance]


SUMMED = {"native store": of_store, "npz store": of_store, "checkpoint": of_model, "draws": of_draws}


# ---- the loop


def refused(e):
    "Whether an error is one of the house's own, in one line"
    return isinstance(e, (DataError, CheckpointError, Refused)) and "\n" not in str(e) and len(str(e)) <= 2_000


class Copy:
    "A valid file or folder that can be damaged and put right again"

    def __init__(self, seed, at):
        self.path = at / seed.name
        (shutil.copytree if seed.is_dir() else shutil.copy)(seed, self.path)
        self.files = {p: p.read_bytes() for p in self.all() if p.is_file()}
        self.whole = self.stamps()

    def all(self):
        return list(self.path.rglob("*")) if self.path.is_dir() else [self.path]

    def stamps(self):
        return {p: (s.st_mtime_ns, s.st_size) for p in self.all() if (s := p.lstat())}

    def mend(self):
        "Only what has changed is written"
        now = self.stamps()
        if now == self.whole:
            return
        for p in now.keys() - self.whole.keys():
            shutil.rmtree(p, ignore_errors=True) if p.is_dir() else p.unlink(missing_ok=True)
        for p, data in self.files.items():
            if now.get(p) != self.whole[p]:
                p.parent.mkdir(parents=True, exist_ok=True)
                p.write_bytes(data)
        self.whole = self.stamps()


def damaged(copy, damage, number):
    copy.mend()
    damage(copy.path, random.Random(number))


def read_some(reader, damage, copy, want, number, until, said):
    "Read files from this number on, in this process, and write how each ended: a letter, and what it said"
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + 2**31, used + 2**31))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1), os.dup2(null, 2)
    while time.monotonic() < until:
        damaged(copy, damage, number)
        number += 1
        signal.alarm(10)
        try:
            found, end = reader(copy.path), b"r"
            if want is not None and digest(found) != want:
                end = b"cother numbers or names"
        except BaseException as e:
            end = b"." if refused(e) else b"x" + f"{type(e).__name__}: {e}"[:60].encode("utf-8", "replace")
        signal.alarm(0)
        os.write(said, end.replace(b"\n", b" ") + b"\n")


ENDS = dict(r="read", c="silent change", x="another error") | {".": "refused"}


def turn(reader, damage, copy, want, number, seconds):
    "How reading files ended, [(how, what was said)], in a process of its own for some seconds"
    mine, theirs = os.pipe()
    if not (child := os.fork()):
        try:
            os.close(mine)
            read_some(reader, damage, copy, want, number, time.monotonic() + seconds, theirs)
        finally:
            os._exit(0)
    os.close(theirs)
    with os.fdopen(mine, "rb") as f:
        told = f.read().decode("utf-8", "replace").split("\n")[:-1]
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    dead = [("hang" if code == -signal.SIGALRM else f"killed by signal {-code}", "")] if code else []
    return [(ENDS[t[0]], t[1:]) for t in told] + dead


def work(seeds, folder, first, until, job, jobs):
    """Give the readers their turns, of all jobs together each in turn: ({(reader, end): files}, {reader: seconds},
    findings)
    """
    found, took, findings, number, turns = Counter(), Counter(), [], first, 0
    copies = {}
    for name, (seed, *_) in seeds.items():
        (folder / name).mkdir(parents=True)
        copies[name] = Copy(seed, folder / name)
    names, own = sorted(seeds), -(-len(seeds) // jobs)  # turns, after which each reader had one
    each = min(TURN, seconds / own)
    while time.time() < until or turns < own:
        name = names[(turns + job * own) % len(names)]
        _, reader, damage, *want = seeds[name]
        reader, want = SUMMED.get(name, reader), want[0] if want else None
        began, turns = time.monotonic(), turns + 1
        ended = turn(reader, damage, copies[name], want, number, each)
        took[name] += time.monotonic() - began
        for k, (end, said) in enumerate(ended):
            found[name, end] += 1
            if end not in ("read", "refused"):
                findings.append((name, end, said, number + k))
        copies[name].mend()
        number += len(ended)
    return found, took, findings


def keep(name, number, seeds, folder):
    "Make a finding's file again, to be looked at"
    box = Path("fuzz-findings") / f"{name.replace(' ', '-')}-{number}"
    box.mkdir(parents=True, exist_ok=True)
    copy = Copy(seeds[name][0], Path(tempfile.mkdtemp(dir=folder)))
    damaged(copy, seeds[name][2], number)
    (shutil.copytree if copy.path.is_dir() else shutil.copy)(copy.path, box / copy.path.name)


def main():
    jobs = int(os.environ.get("FUZZ_JOBS", os.cpu_count()))
    shm = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="cellbook-fuzz-", dir=shm) as d:
        d = Path(d)
        (d / "seeds").mkdir()
        seeds = make_seeds(d / "seeds")
        seeds = {k: v for k, v in seeds.items() if not sys.argv[2:] or k in sys.argv[2:]}
        for name, (seed, reader, _) in seeds.items():  # valid ones are read, and what reading imports is imported
            reader(seed)
            if name in SUMMED:
                seeds[name] += (digest(SUMMED[name](seed)),)
        began, children = time.time(), []
        for job in range(jobs):
            if not (child := os.fork()):
                try:
                    first = int(os.environ.get("FUZZ_FROM", 0)) + job * 10**9
                    found, took, bad = work(seeds, d / f"job{job}", first, began + seconds, job, jobs)
                    told = [[*k, n] for k, n in found.items()], list(took.items()), bad
                    (d / f"told{job}").write_text(json.dumps(told))
                except BaseException:
                    traceback.print_exc()
                finally:
                    os._exit(0)
            children.append(child)
        for child in children:
            os.waitpid(child, 0)
        found, took, bad = Counter(), Counter(), []
        for job in range(jobs):
            some, times, findings = json.loads((d / f"told{job}").read_text())
            found.update({(name, end): n for name, end, n in some})
            took.update(dict(times))
            bad += findings
        lines = Counter()
        for name, end, said, number in bad:
            lines[name, end, said] += 1
            if lines[name, end, said] <= 2:
                keep(name, number, seeds, d)
    table = pd.Series(found).unstack(fill_value=0)
    table["a second"] = (table.sum(axis=1) / pd.Series(took)).round(1)
    n = sum(found.values())
    print(f"{n:,} damaged files in {time.time() - began:.0f} s, {len(bad)} findings\n{table.to_string()}")
    for (name, end, said), n in lines.most_common(60):
        print(f"{n:6} {name}: {end} {said}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
