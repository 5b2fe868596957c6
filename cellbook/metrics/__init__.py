"""Scores, intervals, ceilings, and the ways in which scores are gamed."""
# Written by tools/house.py from the modules of this package: do not edit.
from .delta import (
    ACROSS_SCORES, DELTA_SCORES, DE_SCORES, FEW_OUTPUTS, Space, Yardstick, aligned_shifts, cell_space, compare_de,
    de_direction, de_overlap, de_precision, de_recall, de_spearman, de_table, discrimination, e_distance, enrich,
    mae_delta, mse_delta, pearson_across, pearson_delta, pearson_top, r2_delta, response_weights, score_de,
    score_distance, score_rows, score_shifts, spread_of, weighted_mse, yardstick,
)
from .intervals import (
    Ceiling, Claims, MIN_RUNS, MIN_UNITS, RELIABILITIES, above_limit, answer_shifts, bootstrap, ceiling, ceilings,
    compare, full_depth, halves, on_half, plot_scores, resample_cells, resamples, run_error, score_answer,
    score_table, spearman_brown, tell_gain, tied_ranks, unit_members, verdict_of,
)
from .labels import (
    Estimate, LABEL_SCORES, METRICS, Metric, WORDS, about, accuracy, auprc, auroc, brier, calibration_error,
    check_groups, check_order, estimate, gain_in_range, in_range, interval, jackknife, macro_f1, metric, pearson,
    r2, resample, score_labels, share_interval, spearman, top_k,
)

__all__ = [
    "ACROSS_SCORES", "Ceiling", "Claims", "DELTA_SCORES", "DE_SCORES", "Estimate", "FEW_OUTPUTS", "LABEL_SCORES",
    "METRICS", "MIN_RUNS", "MIN_UNITS", "Metric", "RELIABILITIES", "Space", "WORDS", "Yardstick", "about",
    "above_limit", "accuracy", "aligned_shifts", "answer_shifts", "auprc", "auroc", "bootstrap", "brier",
    "calibration_error", "ceiling", "ceilings", "cell_space", "check_groups", "check_order", "compare",
    "compare_de", "de_direction", "de_overlap", "de_precision", "de_recall", "de_spearman", "de_table",
    "discrimination", "e_distance", "enrich", "estimate", "full_depth", "gain_in_range", "halves", "in_range",
    "interval", "jackknife", "macro_f1", "mae_delta", "metric", "mse_delta", "on_half", "pearson", "pearson_across",
    "pearson_delta", "pearson_top", "plot_scores", "r2", "r2_delta", "resample", "resample_cells", "resamples",
    "response_weights", "run_error", "score_answer", "score_de", "score_distance", "score_labels", "score_rows",
    "score_shifts", "score_table", "share_interval", "spearman", "spearman_brown", "spread_of", "tell_gain",
    "tied_ranks", "top_k", "unit_members", "verdict_of", "weighted_mse", "yardstick",
]
