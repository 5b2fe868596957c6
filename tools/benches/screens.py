"""A large screen, drawn and not read, for the bench of the scores."""

import numpy as np
import pandas as pd
import scipy.sparse as sp
from anndata import AnnData

from cellbook.data import Design, declare_scale, split


def screen(n_cells=50_000, n_genes=18_000, n_perturbations=100, per_cell=1_000, seed=0):
    """A log1p screen, CSR: genes by a Zipf law, each perturbation moves 200 genes; half of the perturbations and of
    the controls are test"""
    rng = np.random.default_rng(seed)
    p = 1 / np.arange(10, n_genes + 10)
    p = rng.permutation(p / p.sum())
    labels = np.array(
        ["control"] * (n_cells // 10) + [f"P{i % n_perturbations:03d}" for i in range(n_cells - n_cells // 10)],
        dtype=object,
    )
    boost = {f"P{k:03d}": rng.choice(n_genes, 200, p=p) for k in range(n_perturbations)}
    blocks = []
    for l in np.unique(labels):
        n = int((labels == l).sum())
        q = p.copy()
        if l != "control":
            q[boost[l]] *= 2
            q /= q.sum()
        cols = rng.choice(n_genes, (n, per_cell), p=q)
        m = sp.csr_matrix(
            (np.ones(n * per_cell, np.float32), cols.ravel(), np.arange(0, n * per_cell + 1, per_cell)),
            shape=(n, n_genes),
        )
        m.sum_duplicates()
        m.data = np.log1p(m.data * np.float32(1e4 / per_cell))
        blocks.append(m)
    obs = pd.DataFrame({"perturbation": np.sort(labels)}, index=[f"c{i}" for i in range(n_cells)])
    a = declare_scale(
        AnnData(sp.vstack(blocks, format="csr"), obs=obs, var=pd.DataFrame(index=[f"g{i}" for i in range(n_genes)])),
        "log1p",
    )
    a.obs["split"] = split(a, "perturbation", design=Design("perturbation", "control"), fractions=(0.5, 0, 0.5))
    return a
