"""LoRA on a pretrained cell encoder."""
# Written by tools/house.py from the modules of this package: do not edit.
from .encoder import (
    CellEncoder, Decoder, Encoder, EncoderConfig, Triplet, fill, one_field, open_encoder, read_lines, read_tensors,
    weights_hash, write_lines,
)
from .evaluation import (
    LINEAGES, Rejection, SAFE, class_report, confusions, lineage, lineage_note, paired, plot_confusion,
    plot_embeddings, score_row, t_interval,
)
from .model import (
    LoRA, LoRAConfig, logistic, make_head, probe, read_head_file,
)
from .study import (
    EMBEDDING_CS, GENE_CS, METHODS, MIX, Memory, Outcome, Task, adapt, brain_transfer, celltypist, evaluate,
    frozen_knn, frozen_linear, go_back, guard, kang_transfer, left_out, load_reference, logistic_genes,
    logistic_pca, pretrain, report, save_reference, tuned, umap_xy, write_evaluation,
)

__all__ = [
    "CellEncoder", "Decoder", "EMBEDDING_CS", "Encoder", "EncoderConfig", "GENE_CS", "LINEAGES", "LoRA",
    "LoRAConfig", "METHODS", "MIX", "Memory", "Outcome", "Rejection", "SAFE", "Task", "Triplet", "adapt",
    "brain_transfer", "celltypist", "class_report", "confusions", "evaluate", "fill", "frozen_knn", "frozen_linear",
    "go_back", "guard", "kang_transfer", "left_out", "lineage", "lineage_note", "load_reference", "logistic",
    "logistic_genes", "logistic_pca", "make_head", "one_field", "open_encoder", "paired", "plot_confusion",
    "plot_embeddings", "pretrain", "probe", "read_head_file", "read_lines", "read_tensors", "report",
    "save_reference", "score_row", "t_interval", "tuned", "umap_xy", "weights_hash", "write_evaluation",
    "write_lines",
]
