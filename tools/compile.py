"""Let numba compile at installation what a first training, answer or map would wait for."""

import warnings
from tempfile import TemporaryDirectory

import numpy as np

from cellbook.contract import Case
from cellbook.loaders import Store, write_chunks
from cellbook.metrics import umap_xy
from cellbook.train import get_model

warnings.simplefilter("ignore")
for name, options in (("bimamba", dict(mixer="s6")), ("bimamba", dict(mixer="ssd")), ("hyperbolic", {})):
    Model = get_model(name)
    case = Case(Model, *Model.example())
    model = case.model(**options)
    case.fit(model, epochs=1, batch_size=512)
    model.predict(case.adata)
with TemporaryDirectory() as folder:
    write_chunks(case.adata, f"{folder}/store", chunk_cells=64, progress=False)
    Store(f"{folder}/store").to_memory()
umap_xy(np.random.default_rng(0).normal(size=(64, 8)).astype(np.float32))
