"""LoRA on a pretrained cell encoder."""
# Written by tools/house.py from the modules of this package: do not edit.
from .model import (
    CellEncoder, Decoder, Encoder, EncoderConfig, HIDDEN, LINEAGES, LabelAnchor, LoRA, LoRAConfig, ONE_PLACE,
    RANK_ROUNDING, Rejection, SoftmaxRegression, Triplet, class_report, confusions, fill, known_rejected, lineage,
    lineage_note, linear_map, logistic, make_head, one_field, open_encoder, paired, penalty_scores, plot_confusion,
    plot_embeddings, plot_reliability, probe, read_head_file, read_lines, read_tensors, reliability, score_row,
    strangers_found, t_interval, weights_hash, write_lines,
)
from .study import (
    ANCHOR_MAPS, AbsentCost, AdaptSettings, BARE_SETTINGS, EMBEDDING_CS, FEW_CELLS, GENE_CS, GENE_MAPS, KEPT_BYTES,
    LABEL_ANCHORS, LEAST_UPDATES, LeftOut, MAPPED, METHODS, MIX, Memory, NO_TYPE, Outcome, SHARE_SCORE, Task,
    absent_cost, adapt, adapt_epochs, adapter_share, anchor_input, best_answer, brain_transfer, celltypist,
    centroid_map, deciding_genes, deciding_told, evaluate, every_map, frozen_knn, frozen_linear, gene_map,
    gene_maps, guard, kang_transfer, keep_cells, kept_cells, leave_out, left_out, load_reference, log_odds,
    logistic_genes, logistic_pca, nearest_centroid, planted_types, power_told, pretrain, refuse_unknown,
    rejection_cost, report, save_reference, set_share, simple_answer, strange_beside, strangers_kept, tuned,
    unlike_told, write_evaluation,
)

__all__ = [
    "ANCHOR_MAPS", "AbsentCost", "AdaptSettings", "BARE_SETTINGS", "CellEncoder", "Decoder", "EMBEDDING_CS",
    "Encoder", "EncoderConfig", "FEW_CELLS", "GENE_CS", "GENE_MAPS", "HIDDEN", "KEPT_BYTES", "LABEL_ANCHORS",
    "LEAST_UPDATES", "LINEAGES", "LabelAnchor", "LeftOut", "LoRA", "LoRAConfig", "MAPPED", "METHODS", "MIX",
    "Memory", "NO_TYPE", "ONE_PLACE", "Outcome", "RANK_ROUNDING", "Rejection", "SHARE_SCORE", "SoftmaxRegression",
    "Task", "Triplet", "absent_cost", "adapt", "adapt_epochs", "adapter_share", "anchor_input", "best_answer",
    "brain_transfer", "celltypist", "centroid_map", "class_report", "confusions", "deciding_genes", "deciding_told",
    "evaluate", "every_map", "fill", "frozen_knn", "frozen_linear", "gene_map", "gene_maps", "guard",
    "kang_transfer", "keep_cells", "kept_cells", "known_rejected", "leave_out", "left_out", "lineage",
    "lineage_note", "linear_map", "load_reference", "log_odds", "logistic", "logistic_genes", "logistic_pca",
    "make_head", "nearest_centroid", "one_field", "open_encoder", "paired", "penalty_scores", "planted_types",
    "plot_confusion", "plot_embeddings", "plot_reliability", "power_told", "pretrain", "probe", "read_head_file",
    "read_lines", "read_tensors", "refuse_unknown", "rejection_cost", "reliability", "report", "save_reference",
    "score_row", "set_share", "simple_answer", "strange_beside", "strangers_found", "strangers_kept", "t_interval",
    "tuned", "unlike_told", "weights_hash", "write_evaluation", "write_lines",
]
