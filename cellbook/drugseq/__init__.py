"""Multi-task transformer over gene tokens of treated wells."""
# Written by tools/house.py from the modules of this package: do not edit.
from .model import (
    Attribution, DrugSeq, DrugSeqConfig, EDGES, HEADS, MANY, Plate, TARGETS, TargetWells, VALID_BLOCKS, WellAnchor,
    WellTraining, run_drugseq, score_units, shown_genes, side_by_side, varying_genes,
)
from .wells import (
    ALIKE, AttentionPool, EncoderLayer, ExpressionTokens, GeneEncoder, HALLMARKS, LABEL, LatentReader, OLD,
    PoolNorm, RIVALS, SCORES, TREE_GENES, WellData, attend, called_wells, check_targets, checked_control,
    choose_targets, class_direction, constant_genes, control_wells, derive_targets, describe_run, describe_split,
    detailed_history, dispersion_trend, dose_column, drawn_genes, evaluate_wells, first_score, fit_rival, flat_map,
    gene_dispersions, gene_scaler, has_activation, heads, importance_line, l1000_wells, label_shortcuts,
    latent_scores, log_means, measured_targets, measured_weights, measured_wells, new_wells, plot_compounds,
    plot_detailed, plot_latent, predict_wells, predict_with_distances, rank_compounds, replicate_agreement,
    run_pictures, save_checkpoints, score_correlations, score_wells, set_score, solved_ridge, split_wells,
    stabilised, standard_sum, still_keys, summarise_wells, threads, top_genes, vst, well_sizes, well_tables,
    well_targets, write_pictures, write_run, write_tables,
)

__all__ = [
    "ALIKE", "AttentionPool", "Attribution", "DrugSeq", "DrugSeqConfig", "EDGES", "EncoderLayer",
    "ExpressionTokens", "GeneEncoder", "HALLMARKS", "HEADS", "LABEL", "LatentReader", "MANY", "OLD", "Plate",
    "PoolNorm", "RIVALS", "SCORES", "TARGETS", "TREE_GENES", "TargetWells", "VALID_BLOCKS", "WellAnchor",
    "WellData", "WellTraining", "attend", "called_wells", "check_targets", "checked_control", "choose_targets",
    "class_direction", "constant_genes", "control_wells", "derive_targets", "describe_run", "describe_split",
    "detailed_history", "dispersion_trend", "dose_column", "drawn_genes", "evaluate_wells", "first_score",
    "fit_rival", "flat_map", "gene_dispersions", "gene_scaler", "has_activation", "heads", "importance_line",
    "l1000_wells", "label_shortcuts", "latent_scores", "log_means", "measured_targets", "measured_weights",
    "measured_wells", "new_wells", "plot_compounds", "plot_detailed", "plot_latent", "predict_wells",
    "predict_with_distances", "rank_compounds", "replicate_agreement", "run_drugseq", "run_pictures",
    "save_checkpoints", "score_correlations", "score_units", "score_wells", "set_score", "shown_genes",
    "side_by_side", "solved_ridge", "split_wells", "stabilised", "standard_sum", "still_keys", "summarise_wells",
    "threads", "top_genes", "varying_genes", "vst", "well_sizes", "well_tables", "well_targets", "write_pictures",
    "write_run", "write_tables",
]
