"""Shifts predicted by GEARS, for cellbook's leaderboard. Runs in its own environment: pip install cell-gears
torch_geometric "torch==2.13.0"

    env-gears/bin/python tools/outside_gears.py FOLDER [EPOCHS]

FOLDER holds train.h5ad and wanted.json as cellbook.leaderboard.send writes them; shifts.csv is left in it. On first
use GEARS downloads
gene-to-GO files and unpickles them: start this only where you accept that. GEARS answers for genes that its GO graph
knows."""

import json
import sys
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
from gears import GEARS, PertData

folder, epochs = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 15
wanted = json.loads((folder / "wanted.json").read_text())
design = wanted["design"]
key, control, sep = design["perturbation_key"], design["control"], design["sep"]
cells = ad.read_h5ad(folder / "train.h5ad")
label = lambda p: "ctrl" if p == control else p.replace(sep, "+") if sep in p else f"{p}+ctrl"
cells.obs["condition"] = pd.Categorical([label(p) for p in cells.obs[key].astype(str)])
cells.obs["cell_type"] = "cells"
cells.var["gene_name"] = cells.var_names

data = PertData(str(folder))
data.new_data_process(dataset_name="cells", adata=cells)
data.load(data_path=str(folder / "cells"))
data.prepare_split(split="no_test", seed=wanted["seed"])
data.get_dataloader(batch_size=32, test_batch_size=128)
if missing := [p for p in wanted["perturbations"] if any(t not in data.gene_names for t in p.split(sep))]:
    sys.exit(f"GEARS cannot answer for genes outside its GO graph: {', '.join(missing)}")
model = GEARS(data, device="cpu")
model.model_initialize(hidden_size=64)
model.train(epochs=epochs)
made = model.predict([p.split(sep) for p in wanted["perturbations"]])
base = np.asarray(cells[wanted["controls"]].X.mean(0)).ravel()
rows = {p: made["_".join(p.split(sep))] - base for p in wanted["perturbations"]}
pd.DataFrame(rows, index=cells.var_names).T.to_csv(folder / "shifts.csv")
