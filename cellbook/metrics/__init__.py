"""Scores, intervals, ceilings, and the ways in which scores are gamed."""
# Written by tools/house.py from the modules of this package: do not edit.
from .delta import (
    ACROSS_SCORES, DELTA_SCORES, DE_SCORES, FEWEST_TO_RANK, Space, Yardstick, aligned_shifts, cell_space,
    compare_de, de_direction, de_overlap, de_precision, de_recall, de_spearman, de_table, e_distance, enrich,
    response_weights, score_de, score_distance, score_rows, score_shifts, spread_of, yardstick,
)
from .intervals import (
    CONTROL_STEP, Ceiling, Claims, MIN_RUNS, MIN_UNITS, TrainedRuns, above_limit, answer_shifts, bootstrap, ceiling,
    ceilings, compare, control_draws, controls_drawn_apart, drawn_halves, full_depth, half_scores, halvable, halves,
    moved_controls, on_half, plot_scores, resamples, run_error, score_answer, score_table, spearman_brown,
    tell_gain, tied_ranks, unit_members, verdict_of, with_runs,
)
from .labels import (
    Estimate, LABEL_SCORES, METRICS, SAFE, about, accuracy, auprc, auroc, brier, calibration_error, check_groups,
    checked_labels, checked_probabilities, deletion_curve, draw_groups, estimate, fit_scale, fit_temperature,
    gain_in_range, gene_importance, in_range, interval, jackknife, macro_f1, pearson, plot_deciding,
    plot_importance, r2, rank_similarity, resample, score_labels, share_interval, shared_error, shuffled, slopes,
    spearman, stable_importance, top_k, umap_xy, with_shared,
)

__all__ = [
    "ACROSS_SCORES", "CONTROL_STEP", "Ceiling", "Claims", "DELTA_SCORES", "DE_SCORES", "Estimate", "FEWEST_TO_RANK",
    "LABEL_SCORES", "METRICS", "MIN_RUNS", "MIN_UNITS", "SAFE", "Space", "TrainedRuns", "Yardstick", "about",
    "above_limit", "accuracy", "aligned_shifts", "answer_shifts", "auprc", "auroc", "bootstrap", "brier",
    "calibration_error", "ceiling", "ceilings", "cell_space", "check_groups", "checked_labels",
    "checked_probabilities", "compare", "compare_de", "control_draws", "controls_drawn_apart", "de_direction",
    "de_overlap", "de_precision", "de_recall", "de_spearman", "de_table", "deletion_curve", "draw_groups",
    "drawn_halves", "e_distance", "enrich", "estimate", "fit_scale", "fit_temperature", "full_depth",
    "gain_in_range", "gene_importance", "half_scores", "halvable", "halves", "in_range", "interval", "jackknife",
    "macro_f1", "moved_controls", "on_half", "pearson", "plot_deciding", "plot_importance", "plot_scores", "r2",
    "rank_similarity", "resample", "resamples", "response_weights", "run_error", "score_answer", "score_de",
    "score_distance", "score_labels", "score_rows", "score_shifts", "score_table", "share_interval", "shared_error",
    "shuffled", "slopes", "spearman", "spearman_brown", "spread_of", "stable_importance", "tell_gain", "tied_ranks",
    "top_k", "umap_xy", "unit_members", "verdict_of", "with_runs", "with_shared", "yardstick",
]
