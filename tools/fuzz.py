"""Damage small valid files of every reader at random, and see that each is read or refused in one line.

    python tools/fuzz.py [SECONDS] [READER ...]

Each damaged file is read by a process of its own with 10 seconds and 2 GB more than it begins with, so a crash is a
finding and not an end. Findings are kept in fuzz-findings/ and make the exit status 1."""

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
from pathlib import Path

import pandas as pd
import scipy.sparse as sp

from cellbook.cae import CAE
from cellbook.data import DataError, load_pickle, pbmc68k, read, read_metadata
from cellbook.loaders import Store, write_chunks
from cellbook.train import CheckpointError, load_model

seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 120.0
warnings.simplefilter("ignore")


def make_seeds(folder):
    "{name: (a valid file or folder, what reads it)}"
    cells = pbmc68k()[:40, :30].copy()
    cells.obs = cells.obs[["bulk_labels", "phase"]]
    cells.X = sp.csr_matrix(cells.X)
    del cells.raw, cells.obsm, cells.varm, cells.obsp
    cells.uns = {"log1p": {}}
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
    CAE.from_adata(cells, fields=["phase"], latent=2, hidden=4).save(folder / "run")
    return {
        "h5ad": (folder / "cells.h5ad", read),
        "zarr": (folder / "cells.zarr", read),
        "pickle": (folder / "table.pkl", load_pickle),
        "parquet": (folder / "table.parquet", read_metadata),
        "csv": (folder / "table.csv", read_metadata),
        "npz": (chunks, read),
        "native store": (folder / "store_native", lambda p: Store(p).take(range(40))),
        "npz store": (folder / "store_npz", lambda p: Store(p).take(range(40))),
        "checkpoint": (folder / "run", load_model),
    }


def damage(path, draw):
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


def read_apart(reader, path):
    "How reading ends in a process of its own: read, refused, or what went wrong"
    child = os.fork()
    if not child:
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + 2**31, used + 2**31))
        signal.alarm(10)
        sys.stdout = sys.stderr = open(os.devnull, "w")
        os.dup2(sys.stdout.fileno(), 1), os.dup2(sys.stdout.fileno(), 2)
        try:
            reader(path)
        except (DataError, CheckpointError) as e:
            os._exit(1 if "\n" not in str(e) else 2)
        except BaseException as e:
            (path.parent / "said").write_text(f"{type(e).__name__}: {e}\n"[:300])
            os._exit(3)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    names = {0: "read", 1: "refused", 2: "refused in several lines", 3: "another error", -signal.SIGALRM: "hang"}
    return names.get(code, f"killed by signal {-code}")


def main():
    found, began, kept = Counter(), time.time(), 0
    with tempfile.TemporaryDirectory(prefix="cellbook-fuzz-") as d:
        (Path(d) / "seeds").mkdir()
        seeds = make_seeds(Path(d) / "seeds")
        seeds = {k: v for k, v in seeds.items() if not sys.argv[2:] or k in sys.argv[2:]}
        number = 0
        while time.time() - began < seconds:
            number += 1
            draw = random.Random(number)
            name = draw.choice(sorted(seeds))
            seed, reader = seeds[name]
            box = Path(d) / "box"
            shutil.rmtree(box, ignore_errors=True)
            box.mkdir()
            copy = box / seed.name
            shutil.copytree(seed, copy) if seed.is_dir() else shutil.copy(seed, copy)
            damage(copy, draw)
            end = read_apart(reader, copy)
            found[name, end] += 1
            if end not in ("read", "refused"):
                kept += 1
                shutil.copytree(box, Path("fuzz-findings") / f"{name.replace(' ', '-')}-{number}", dirs_exist_ok=True)
    table = pd.Series(found).unstack(fill_value=0)
    print(f"{number:,} damaged files in {time.time() - began:.0f} s, {kept} findings\n{table.to_string()}")
    return 1 if kept else 0


if __name__ == "__main__":
    sys.exit(main())
