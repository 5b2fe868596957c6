"""What a model is, and the one loop that trains all of them."""
# Written by tools/house.py from the modules of this package: do not edit.
from .anchored import (
    AS_SCORED, AnchorOptions, AnchorPart, Anchored, BORNE_OUT, Boxes, MEMBERS, ODDS_CS, PLS_SIZES, PLS_UNITS,
    RIDGES, RegressionAnchor, Ridge, RidgeConfig, SHARE_CELLS, SIZES, TREES, TREE_FOLDS, all_teach, anchor_cells,
    anchor_facts, anchor_told, anchor_units, answer_units, as_choice, best_odds, box_parts, box_sums, choice_of,
    choose_once, choose_regression, chosen_part, features_of, find_again, fit_anchored, forget_choice, grow_trees,
    held_out_targets, keep_choice, keep_network, keep_refit, kept_choice, label_scores, learn_targets, odds_line,
    own_design, own_gene_of, own_gene_told, plot_study, put_back_network, put_back_scored, seeds_gain, share_folds,
    tree_boxes, unit_folds, with_test_rows, write_sources,
)
from .loop import (
    Callback, Diverged, History, LivePlot, Prefetch, ProgressBar, ProgressLines, Result, Run, SAVING, SCHEDULES,
    Settings, TensorBoard, accelerator, check_alone, check_parameters, describe_result, fit, fold_callbacks,
    fold_progress, job, known_teachers, lr_factor, measured_table, no_formulas, progress_line, read_results,
    read_state, refuse_unfinished, rises, run_folder, save_figure, save_plot, schedule_name, schedule_values,
    tensor_checksum, to_device, torch_device, whole_units, write_result,
)
from .model import (
    BEGUN, CHOSEN, CellModel, CheckpointError, NoLarger, PACKED, RUN_LOCK, RunState, STATES, before_named,
    check_config, check_given, clear_left_over, config_form, decay_groups, evaluating, file_checksum, get_model,
    left_begun, load_model, make_config, model_names, new_folder, new_hdf5, read_head, read_safetensors,
    refuse_given, run_state, save_atomic, save_json, saves_in_turn, seeded, text_checksum, told_probabilities,
    write_cells, write_rows,
)

__all__ = [
    "AS_SCORED", "AnchorOptions", "AnchorPart", "Anchored", "BEGUN", "BORNE_OUT", "Boxes", "CHOSEN", "Callback",
    "CellModel", "CheckpointError", "Diverged", "History", "LivePlot", "MEMBERS", "NoLarger", "ODDS_CS", "PACKED",
    "PLS_SIZES", "PLS_UNITS", "Prefetch", "ProgressBar", "ProgressLines", "RIDGES", "RUN_LOCK", "RegressionAnchor",
    "Result", "Ridge", "RidgeConfig", "Run", "RunState", "SAVING", "SCHEDULES", "SHARE_CELLS", "SIZES", "STATES",
    "Settings", "TREES", "TREE_FOLDS", "TensorBoard", "accelerator", "all_teach", "anchor_cells", "anchor_facts",
    "anchor_told", "anchor_units", "answer_units", "as_choice", "before_named", "best_odds", "box_parts",
    "box_sums", "check_alone", "check_config", "check_given", "check_parameters", "choice_of", "choose_once",
    "choose_regression", "chosen_part", "clear_left_over", "config_form", "decay_groups", "describe_result",
    "evaluating", "features_of", "file_checksum", "find_again", "fit", "fit_anchored", "fold_callbacks",
    "fold_progress", "forget_choice", "get_model", "grow_trees", "held_out_targets", "job", "keep_choice",
    "keep_network", "keep_refit", "kept_choice", "known_teachers", "label_scores", "learn_targets", "left_begun",
    "load_model", "lr_factor", "make_config", "measured_table", "model_names", "new_folder", "new_hdf5",
    "no_formulas", "odds_line", "own_design", "own_gene_of", "own_gene_told", "plot_study", "progress_line",
    "put_back_network", "put_back_scored", "read_head", "read_results", "read_safetensors", "read_state",
    "refuse_given", "refuse_unfinished", "rises", "run_folder", "run_state", "save_atomic", "save_figure",
    "save_json", "save_plot", "saves_in_turn", "schedule_name", "schedule_values", "seeded", "seeds_gain",
    "share_folds", "tensor_checksum", "text_checksum", "to_device", "told_probabilities", "torch_device",
    "tree_boxes", "unit_folds", "whole_units", "with_test_rows", "write_cells", "write_result", "write_rows",
    "write_sources",
]
