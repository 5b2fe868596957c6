"""Mini-batches from memory, from files and from chunk stores, in an order that is a function of the seed."""
# Written by tools/house.py from the modules of this package: do not edit.
from .batches import (
    Ahead, Batches, BlockBatches, CellData, ScaledCells, StoreData, cell_keys, dense_rows, epoch_batches, mix64,
    randint, scaled_cells, sparse_rows, truth_for, unfold_rows, uniform, with_gene_means,
)
from .store import (
    Collection, FORMS, FolderInUse, Store, Subset, as_adata, claim, file_of, held_by, open_backed, process_lives,
    reopen, stored_bytes, write_chunks,
)

__all__ = [
    "Ahead", "Batches", "BlockBatches", "CellData", "Collection", "FORMS", "FolderInUse", "ScaledCells", "Store",
    "StoreData", "Subset", "as_adata", "cell_keys", "claim", "dense_rows", "epoch_batches", "file_of", "held_by",
    "mix64", "open_backed", "process_lives", "randint", "reopen", "scaled_cells", "sparse_rows", "stored_bytes",
    "truth_for", "unfold_rows", "uniform", "with_gene_means", "write_chunks",
]
