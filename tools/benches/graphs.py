"""Sparse aggregation over a gene network, forward and backward, beside autograd's own product, message passing and
PyTorch Geometric's layer (where it is installed)."""

import time

import numpy as np
import pandas as pd
import scipy.sparse as sp
import torch
from torch import nn

from cellbook.genes import mix, normalise_adjacency
from cellbook.poincare import HyperbolicGraphConv, exp0


def random_network(n, edges, seed=0):
    "A symmetric network of about `edges` edges whose degrees are as uneven as a real one's"
    rng = np.random.default_rng(seed)
    p = 1 / np.arange(1, n + 1) ** 0.5
    p /= p.sum()
    i, j = rng.choice(n, edges, p=p), rng.integers(0, n, edges)
    a = sp.coo_matrix((np.ones(2 * edges), (np.r_[i, j], np.r_[j, i])), shape=(n, n)).tocsr()
    a.data[:] = 1
    a.setdiag(0)
    a.eliminate_zeros()
    return a


class ScatterGCN(nn.Module):
    "The message-passing form of a GCN layer, on an edge list"

    def __init__(self, A, d):
        super().__init__()
        self.linear = nn.Linear(d, d)
        A = A.to_sparse_coo().coalesce()
        self.register_buffer("into", A.indices()[0])
        self.register_buffer("source", A.indices()[1])
        self.register_buffer("weight", A.values()[:, None])

    def forward(self, h):
        h = self.linear(h)
        return torch.zeros_like(h).index_add(0, self.into, self.weight * h[self.source])


def race(
    contenders,  # {name: function without arguments that returns a tensor}
    *,
    rounds=7,
    budget=60.0,  # turns of each, as long as its turns took less than `budget` seconds together
) -> dict[str, tuple[float, float]]:  # {name: (wall, CPU)} in milliseconds
    "Best wall and CPU time of forward and backward, contenders taking turns"
    wall, cpu = ({n: [] for n in contenders} for _ in range(2))
    for _ in range(rounds):
        for n, f in contenders.items():
            if sum(wall[n]) > budget:
                continue
            w, c = time.perf_counter(), time.process_time()
            f().sum().backward()
            wall[n].append(time.perf_counter() - w)
            cpu[n].append(time.process_time() - c)
    return {n: (1e3 * min(wall[n]), 1e3 * min(cpu[n])) for n in contenders}


def time_layers(n, edges, d=64, *, peers=True, seed=0, **options) -> pd.DataFrame:  # milliseconds
    "Forward and backward of the product and of whole layers, ours and with `peers` others"
    A, g = normalise_adjacency(random_network(n, edges, seed)), torch.Generator().manual_seed(seed)
    h = torch.randn(n, d, generator=g, requires_grad=True)
    conv, scatter = HyperbolicGraphConv(d, d, 1.0), ScatterGCN(A, d)
    x = exp0(0.1 * h.detach()).requires_grad_()
    out = {
        "product, ours": lambda: mix(A, h),
        "layer, Euclidean": lambda: mix(A, scatter.linear(h)),
        "layer, hyperbolic": lambda: conv(x, A),
    }
    if peers:
        out |= {"product, autograd CSR": lambda: A @ h, "layer, message passing": lambda: scatter(h)} | geometric(
            A, h, d
        )
    return pd.DataFrame(race(out, **options), index=["wall", "CPU"]).T


def geometric(A, h, d):
    "PyTorch Geometric's GCN layer on the same network, where it is installed"
    try:
        from torch_geometric.nn import GCNConv
    except ImportError:
        return {}
    index, layer = A.to_sparse_coo().indices(), GCNConv(d, d, normalize=False)
    return {"layer, PyTorch Geometric": lambda: layer(h, index, A.values())}
