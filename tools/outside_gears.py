"""Shifts predicted by GEARS, for cellbook's leaderboard. Runs in its own environment: pip install "torch==2.13.0"
torch_geometric cell-gears "scipy<1.14" "pandas<3"

    env-gears/bin/python tools/outside_gears.py FOLDER [EPOCHS] [GMT]

FOLDER holds train.h5ad and wanted.json as cellbook.leaderboard.send writes them; shifts.csv is left in it. EPOCHS: 20,
as GEARS has it, of which it keeps the best on a tenth of the training perturbations; its rate halves after each, so
that 97 % of all its way lies in the first five. GMT, plain or gzipped: gene sets,
e.g. of Gene Ontology, from which GEARS' graph of the measured and the perturbed genes is made; nothing is downloaded.
Without it GEARS downloads its own and unpickles them: do that only where you accept it. GEARS answers for one or two
genes that the sets name.

GEARS adds to a control cell what depends on the perturbation alone, yet computes it for each cell. `forward` here does
so once for each perturbation of a batch, weighted by its cells; that it is the same is tested on the first batch."""

import gzip
import json
import os
import pickle
import sys
from copy import deepcopy
from pathlib import Path

import anndata as ad
import gears.gears
import numpy as np
import pandas as pd
import scipy.sparse as sp
import torch
from gears import GEARS, PertData
from gears.utils import create_cell_graph_for_prediction
from torch_geometric.loader import DataLoader

folder, epochs = Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 20
sets = Path(sys.argv[3]).resolve() if len(sys.argv) > 3 else None
wanted = json.loads((folder / "wanted.json").read_text())
design = wanted["design"]
key, control, sep = design["perturbation_key"], design["control"], design["sep"]
if design["context_key"]:
    sys.exit("GEARS knows one context: leave out context_key=")
targets = lambda p: p.split(sep) if sep else [p]
cells = ad.read_h5ad(folder / "train.h5ad")
cells.X, labels = sp.csr_matrix(cells.X), cells.obs[key].astype(str)

work = folder / "gears"
(work / "data").mkdir(parents=True, exist_ok=True)
os.chdir(work)  # GEARS keeps its graph in ./data
if sets:
    go, read = {}, gzip.open if sets.suffix == ".gz" else open
    with read(sets, "rt") as lines:
        for name, _, *genes in (line.rstrip("\n").split("\t") for line in lines):
            for gene in genes:
                go.setdefault(gene.split(",")[0], set()).add(name)
    (work / "gene2go_all.pkl").write_bytes(pickle.dumps(go))  # the only file that GEARS then unpickles
    asked = {p: targets(p) for p in {*labels, *wanted["perturbations"]} - {control}}
    unknown = {p for p, genes in asked.items() if len(genes) > 2 or any(g not in go for g in genes)}
    if missing := sorted(unknown & set(wanted["perturbations"])):
        sys.exit(f"GEARS answers for one or two genes of {sets.name}, not for {', '.join(missing)}: take these out")
    cells = cells[~labels.isin(unknown).to_numpy()].copy()
label = lambda p: "ctrl" if p == control else "+".join([*targets(p), "ctrl"][:2])
cells.obs["condition"] = pd.Categorical([label(p) for p in cells.obs[key].astype(str)])
cells.obs["cell_type"] = "cells"
cells.var["gene_name"] = cells.var_names


def weighted_norm(layer, z, share, rows):
    "Batch normalisation of (kinds of rows, d), each a share of so many rows"
    m, v = layer.running_mean, layer.running_var
    if layer.training:
        m, v = share @ z, share @ z.square() - (share @ z).square()
        with torch.no_grad():
            layer.running_mean.lerp_(m, layer.momentum)
            layer.running_var.lerp_(v * rows / (rows - 1), layer.momentum)
            layer.num_batches_tracked += 1
    a = layer.weight * torch.rsqrt(v.clamp(min=0) + layer.eps)
    return torch.addcmul(layer.bias - m * a, z, a)


def through(mlp, z, share, rows):
    for layer in mlp.network:
        z = weighted_norm(layer, z, share, rows) if isinstance(layer, torch.nn.BatchNorm1d) else layer(z)
    return z


def forward(net, data):
    "GEARS_Model.forward; the first cell of a batch is a kind of its own: only there the co-expression graph acts"
    n, size = net.num_genes, data.num_graphs
    kinds = [(i == 0, tuple(j for j in p if j != -1)) for i, p in enumerate(data.pert_idx)]
    unique = sorted(set(kinds))
    counts = torch.tensor([kinds.count(k) / size for k in unique])
    genes, one, first = torch.arange(n), torch.full((n,), 1 / n), torch.tensor([1 / size, 1 - 1 / size])
    emb = net.emb_trans(weighted_norm(net.bn_emb, net.gene_emb(genes), one, size * n))
    pos, conv = net.emb_pos(genes), net.layers_emb_pos[0]
    both = torch.cat([emb + 0.2 * conv(pos, net.G_coexpress, net.G_coexpress_weight), emb + 0.2 * conv.lin(pos)])
    both = through(net.emb_trans_v2, both, torch.outer(first, one).flatten(), size * n).reshape(2, n, -1)
    perts = net.sim_layers[0](net.pert_emb(torch.arange(net.num_perts)), net.G_sim, net.G_sim_weight)
    out = both[[0 if k[0] else 1 for k in unique]]  # (kinds, genes, d)
    if moved := [u for u, k in enumerate(unique) if k[1]]:
        total, mine = torch.stack([perts[list(unique[u][1])].sum(0) for u in moved]), counts[moved]
        total = through(net.pert_fuse, total, mine / mine.sum(), max(float(mine.sum()) * size, 2.0))
        out = out.index_add(0, torch.tensor(moved), total[:, None].expand(-1, n, -1))
    share = torch.outer(counts, one).flatten()
    out = net.transform(weighted_norm(net.bn_pert_base, out.reshape(len(unique) * n, -1), share, size * n))
    out = through(net.recovery_w, out, share, size * n).reshape(len(unique), n, -1)
    out = torch.einsum("und,nd->un", out, net.indv_w1[..., 0]) + net.indv_b1[:, 0]
    cross, w = through(net.cross_gene_state, out, counts, size), net.indv_w2[0]
    out = out * w[:, 0] + cross @ w[:, 1:].T + net.indv_b2[0]
    return out[[unique.index(k) for k in kinds]] + data.x.reshape(size, n)


np.random.seed(wanted["seed"])
torch.manual_seed(wanted["seed"])
data = PertData(str(work), default_pert_graph=sets is None)
if sets:  # the held-out genes too: what is known of them is the graph
    every = sorted({g for p in asked if p not in unknown for g in asked[p]} | set(cells.var_names))
    (work / "genes.pkl").write_bytes(pickle.dumps(every))
    data.gene_set_path = str(work / "genes.pkl")
data.new_data_process(dataset_name="cells", adata=cells)
if not sets:
    data.load(data_path=str(work / "cells"))  # without what is outside its graph
data.prepare_split(split="no_test", seed=wanted["seed"])
data.get_dataloader(batch_size=32, test_batch_size=128)
known = {g: i for i, g in enumerate(data.pert_names)}
if missing := [p for p in wanted["perturbations"] if any(t not in known for t in targets(p))]:
    sys.exit(f"GEARS cannot answer for genes outside its graph, take these out: {', '.join(missing)}")
torch.manual_seed(wanted["seed"])
theirs = gears.gears.evaluate  # after each epoch, also of the training cells, for nothing but a line of print
gears.gears.evaluate = lambda loader, *args: theirs(data.dataloader["val_loader"], *args)
model = GEARS(data, device="cpu")
model.model_initialize(hidden_size=64)
batch = next(iter(DataLoader(data.dataloader["train_loader"].dataset[::40], 32)))
with torch.no_grad():
    same = [f(deepcopy(model.model).train(), batch) for f in (type(model.model).forward, forward)]
if not torch.allclose(*same, atol=1e-4):
    sys.exit("GEARS computes something else than the forward of this script: use its own")
type(model.model).forward = forward
torch.manual_seed(wanted["seed"])
model.train(epochs=epochs)

# GEARS.predict takes 300 of the controls with replacement, whose mean is another; here each control once
controls, rows = data.adata[wanted["controls"]].X.toarray(), {}
net = model.best_model.eval()
for p in wanted["perturbations"]:
    graphs = [create_cell_graph_for_prediction(x[None], [known[g] for g in targets(p)], targets(p)) for x in controls]
    with torch.no_grad():
        made = torch.cat([net(batch) for batch in DataLoader(graphs, 128)]).numpy()
    rows[p] = made.mean(0) - controls.mean(0)
pd.DataFrame(rows, index=cells.var_names).T.to_csv(folder / "shifts.csv")
