"""Mini-batches from memory, from files and from chunk stores, in an order that is a function of the seed."""
# Written by tools/house.py from the modules of this package: do not edit.
from .batches import (
    Batches, BlockBatches, CellData, StoreData, cell_keys, dense_rows, epoch_batches, mix64, randint, uniform,
)
from .store import (
    FORMS, Store, write_chunks,
)

__all__ = [
    "Batches", "BlockBatches", "CellData", "FORMS", "Store", "StoreData", "cell_keys", "dense_rows",
    "epoch_batches", "mix64", "randint", "uniform", "write_chunks",
]
