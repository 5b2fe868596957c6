"""Shuffled dense batches off the disk: the chunk store beside its peers and the floor, a gather from memory."""

import json
import os
import resource
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
import scipy.sparse as sp
import torch

from cellbook.data import Spec, declare_scale, read
from cellbook.loaders import Batches, BlockBatches, CellData, Store, epoch_batches, write_chunks

GENES, BATCH = 2_000, 1_024


def cells(n, seed=0):
    "n × 2,000 cells, 200 non-zeros each, on the log1p scale, with a field of eight values"
    rng, k = np.random.default_rng(seed), GENES // 10
    gene = np.arange(k) * 10 + rng.integers(0, 10, (n, k), dtype=np.int32)  # one gene of every ten
    data = np.log1p(rng.integers(1, 9, n * k, dtype=np.int8)).astype(np.float32) * np.float32(1.1)
    x = sp.csr_matrix((data, gene.astype(np.int32).ravel(), np.arange(0, n * k + 1, k, dtype=np.int32)), (n, GENES))
    types = pd.Categorical.from_codes(rng.integers(0, 8, n), list("abcdefgh"))
    obs = pd.DataFrame(dict(cell_type=types), index=pd.Index(np.arange(n).astype(str)))
    return declare_scale(ad.AnnData(x, obs=obs, var=pd.DataFrame(index=[f"g{i}" for i in range(GENES)])), "log1p")


def in_child(f, *args):
    "What f(*args) returns, and the peak memory in MB of the process it ran in, forked before any data is loaded"
    r, w = os.pipe()
    if (pid := os.fork()) == 0:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                out = f(*args)
        except BaseException as e:
            out = f"{type(e).__name__}: {e}"
        os.write(w, json.dumps([out, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]).encode())
        os._exit(0)
    os.close(w)
    with os.fdopen(r) as said:
        got = said.read()
    os.waitpid(pid, 0)
    return json.loads(got)


def spec_of(a):
    return Spec.from_adata(a, scale="log1p", fields=["cell_type"])


def epochs(batches, **how):
    "Matrix and codes of the batches of `batches(epoch)`, epoch after epoch"
    return ((x["x"], x["codes"]["cell_type"]) for e in range(99) for x in batches(e).loader(**how))


def codes_of(a):
    return a.obs["cell_type"].cat.codes.to_numpy().astype(np.int64)


@dataclass(frozen=True)
class Loading:
    "Each form: cells per second of this process's CPU time, and by the clock, over the n cells that lie in `folder`"

    folder: Path
    seconds: float = 6.0  # of each form

    def make(self, n):
        "Write n cells as .h5ad and as both kinds of store"
        a = cells(n)
        a.write_h5ad(self.folder / f"{n}.h5ad")
        for form in ("native", "npz"):
            write_chunks(a, self.folder / f"{n}_{form}", form=form, progress=False)

    def opened(self, n, form="native"):
        "A store that was made; its checksums are not read again"
        return Store(self.folder / f"{n}_{form}", verify=False)

    def backed(self, n):
        return ad.read_h5ad(self.folder / f"{n}.h5ad", backed="r")

    def timed(self, batches):
        "After a warm-up batch; several epochs where one is short"
        it = iter(batches)
        next(it)
        n, clock, cpu = 0, time.perf_counter(), time.process_time()
        while time.perf_counter() - clock < self.seconds:
            x, codes = next(it, (None, None))
            if x is None:
                break
            assert x.dtype == torch.float32 and x.shape[1] == GENES and len(codes) == len(x)
            n += len(x)
        return n / (time.process_time() - cpu), n / (time.perf_counter() - clock)

    def floor(self, n):
        "Gather from memory and densify"
        a = cells(n)
        codes, rng = torch.from_numpy(codes_of(a)), np.random.default_rng(0)
        parts = (r for _ in range(99) for r in np.array_split(rng.permutation(n), n // BATCH))
        return self.timed((torch.from_numpy(a.X[r].toarray()), codes[r]) for r in parts)

    def store(self, n, form="native", workers=0, pool=None):
        s = self.opened(n, form)
        data = s.bind(spec_of(s.frame))
        return self.timed(
            epochs(lambda e: BlockBatches(data, np.arange(n), BATCH, epoch=e, pool=pool), workers=workers)
        )

    def in_memory(self, n):
        a = cells(n)
        data = CellData(a, spec_of(a))
        return self.timed(epochs(lambda e: Batches(data, np.arange(n), BATCH, epoch=e)))

    def backed_blocks(self, n):
        a = read(self.folder / f"{n}.h5ad", backed=True)
        data = CellData(a, spec_of(a))
        return self.timed(epochs(lambda e: epoch_batches(data, np.arange(n), BATCH, epoch=e)))

    def backed_random(self, n):
        a = self.backed(n)
        codes, order = torch.from_numpy(codes_of(a)), np.random.default_rng(0).permutation(n)
        parts = map(np.sort, np.array_split(order, n // BATCH))
        return self.timed((torch.from_numpy(a.X[r].toarray()), codes[r]) for r in parts)

    def annloader(self, n, backed=True):
        from anndata.experimental import AnnLoader

        a = self.backed(n) if backed else cells(n)
        a.obs["cell_type"] = codes_of(a)
        dense = lambda x: x.to_dense() if x.is_sparse or x.layout != torch.strided else x
        return self.timed((dense(b.X), b.obs["cell_type"]) for b in AnnLoader(a, batch_size=BATCH, shuffle=True))

    def scdataset(self, n):
        "Blocks of 64, sixteen batches fetched at once"
        from scdataset import BlockShuffling, scDataset
        from torch.utils.data import DataLoader

        a = self.backed(n)
        codes = codes_of(a)
        fetch = lambda a, i: (a.X[i], codes[i])
        batch = lambda got, i: (torch.from_numpy(got[0][i].toarray()), torch.from_numpy(got[1][i]))
        how = dict(batch_size=BATCH, fetch_factor=16, fetch_callback=fetch, batch_callback=batch, seed=0)
        return self.timed(DataLoader(scDataset(a, BlockShuffling(block_size=64), **how), batch_size=None))
