"""Mini-batches from memory, from files and from chunk stores, in an order that is a function of the seed."""
# Written by tools/house.py from the modules of this package: do not edit.
from .batches import (
    Ahead, Batches, BlockBatches, CellData, StoreData, cell_keys, compiled, dense_rows, epoch_batches, mix64,
    randint, uniform,
)
from .store import (
    Collection, FORMS, FolderInUse, Store, as_adata, claim, is_collection, process_lives, write_chunks,
)

__all__ = [
    "Ahead", "Batches", "BlockBatches", "CellData", "Collection", "FORMS", "FolderInUse", "Store", "StoreData",
    "as_adata", "cell_keys", "claim", "compiled", "dense_rows", "epoch_batches", "is_collection", "mix64",
    "process_lives", "randint", "uniform", "write_chunks",
]
