"""The `cellbook` command."""
# Written by tools/house.py from the modules of this package: do not edit.
from .ask import (
    DATA, JSON, RUN, SCALE, WHERE, answer_path, control_cells, decomposed, evaluate_run, in_memory, known_targets,
    labels_on_file, not_trained_on, open_cells, pack_submission, perturb_cells, perturbations_on_file, plot_effects,
    plot_influence, predicted_impact, questions, rank_perturbations, row_sums, seen_before, tell, top_changes,
    top_effects, transformed, wells_on_file, write_answers, write_split,
)
from .commands import (
    COLUMNS, DATA_OPTIONS, DESIGN, Job, PRESETS, WHOLE, app, as_field, as_number, as_taken, as_type, columns_of,
    divide, environment, find_notebooks, job_line, join_pairs, load_ipython_extension, main, name_columns, pairs,
    parameters, preset_settings, run_notebook, run_notebooks, serve, sort_settings, submit_job, take_known,
    train_anchored, train_model, unfinished,
)
from .prepare import (
    TEMPLATE, copy_notebooks, field_names, new_model, preparations,
)

__all__ = [
    "COLUMNS", "DATA", "DATA_OPTIONS", "DESIGN", "JSON", "Job", "PRESETS", "RUN", "SCALE", "TEMPLATE", "WHERE",
    "WHOLE", "answer_path", "app", "as_field", "as_number", "as_taken", "as_type", "columns_of", "control_cells",
    "copy_notebooks", "decomposed", "divide", "environment", "evaluate_run", "field_names", "find_notebooks",
    "in_memory", "job_line", "join_pairs", "known_targets", "labels_on_file", "load_ipython_extension", "main",
    "name_columns", "new_model", "not_trained_on", "open_cells", "pack_submission", "pairs", "parameters",
    "perturb_cells", "perturbations_on_file", "plot_effects", "plot_influence", "predicted_impact", "preparations",
    "preset_settings", "questions", "rank_perturbations", "row_sums", "run_notebook", "run_notebooks",
    "seen_before", "serve", "sort_settings", "submit_job", "take_known", "tell", "top_changes", "top_effects",
    "train_anchored", "train_model", "transformed", "unfinished", "wells_on_file", "write_answers", "write_split",
]
