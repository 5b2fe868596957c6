"""Shifts predicted by scGen, for cellbook's leaderboard. Runs in scGen's own environment: pip install scgen
"torch==2.13.0"

    env-scgen/bin/python tools/outside_scgen.py FOLDER [EPOCHS]

FOLDER holds train.h5ad and wanted.json as cellbook.leaderboard.send writes them; shifts.csv is left in it. Settings
are those of scGen's tutorial: at most EPOCHS = 100, stopped where the tenth of the cells that it keeps back has not
improved for 25.
scGen answers for perturbations that were measured in other contexts, so the design needs a context_key."""

import json
import sys
import types
import typing
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd

# scgen 2.1.0 was written for scvi-tools before 1.0. It imports two names that are gone; the second has the same first
# three arguments under its new name.
sys.modules["scvi._compat"] = types.SimpleNamespace(Literal=typing.Literal)
import scvi.module.base

scvi.module.base.LossRecorder = scvi.module.base.LossOutput
import scgen

encode = scgen.SCGENVAE.inference
scgen.SCGENVAE.inference = lambda self, x: (
    (out := encode(self, x)) | {"qzm": out["qz_m"], "qzv": out["qz_v"]}
)  # the names under which scvi-tools 1.x looks for them

folder, epochs = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100
wanted = json.loads((folder / "wanted.json").read_text())
design = wanted["design"]
key, control, context = design["perturbation_key"], design["control"], design["context_key"]
if context is None:
    sys.exit("scGen needs contexts: pass Design(..., context_key=)")
cells = ad.read_h5ad(folder / "train.h5ad")
known = sorted(set(cells.obs[key].astype(str)) - {control})
if missing := sorted(set(wanted["perturbations"]) - set(known)):
    sys.exit(f"scGen cannot answer for perturbations never measured: {', '.join(missing)}")

mean = lambda a: np.asarray(a.X.mean(0)).ravel()
controls = cells[wanted["controls"]]
(where,) = set(controls.obs[context].astype(str))
scvi.settings.seed = wanted["seed"]
scgen.SCGEN.setup_anndata(cells, batch_key=key, labels_key=context)
model = scgen.SCGEN(cells, n_hidden=800, n_latent=100, n_layers=2)
model.train(
    max_epochs=epochs,
    batch_size=32,
    early_stopping=True,
    early_stopping_patience=25,
    accelerator="cpu",
    enable_progress_bar=False,
    logger=False,
    enable_checkpointing=False,
)
rows = {}
for p in wanted["perturbations"]:
    made, _ = model.predict(ctrl_key=control, stim_key=p, celltype_to_predict=where)
    rows[p] = mean(made) - mean(controls)
pd.DataFrame(rows, index=cells.var_names).T.to_csv(folder / "shifts.csv")
