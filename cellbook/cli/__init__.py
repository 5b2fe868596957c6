"""The `cellbook` command."""
# Written by tools/house.py from the modules of this package: do not edit.
from .ask import (
    BOARD, COLUMN_WORDS, DATA, DEVICE, DROP, FEATURES, FILES, HEADINGS, JSON, KEEP, RUN, SAID, SCALE, SEED, WHERE,
    anchor_shifts, anchor_told, answer_cells, answer_path, as_one_control, as_read, as_scored, carry_into,
    carry_over, check_answers, check_place, choose_cells, columns_apart, columns_told, contexts_asked,
    control_cells, decomposed, doubts_shown, doubts_were_said, effects_drawn, evaluate_run, explained_on_file,
    find_again, find_design, gathered, heading_of, held_out_targets, in_memory, known_features, known_targets,
    labels_on_file, leaderboard_cells, learn_labels, learn_targets, left_unnamed, likest_pairs, make_place,
    may_be_measured, measured_change, measured_effects, measured_lines, measured_told, measured_where, naming_cells,
    next_commands, not_trained_on, note_answer, note_file, note_measured, open_cells, option_values,
    over_contexts_told, over_time, pack_submission, page_of_answer, page_told, perturb_cells, perturbations_on_file,
    predicted_changes, prefer_known, questions, rank_perturbations, ready_model, refused, row_sums, rows_called,
    seen_before, show_passes, shown_progress, simple_answers, take_measured, take_rows, tell, told_apart,
    top_changes, top_effects, trained_facts, training_told, transformed, verdict_on_change, verdict_on_file,
    verdict_on_parts, wells_on_file, wells_perhaps_shared, why_unsupported, with_labels, write_answers, write_into,
    write_over, write_simple, write_sources, write_split, write_training,
)
from .commands import (
    CALM, COLUMNS, DATA_OPTIONS, Door, HELD, INLINE, INTERRUPTED, InOrder, Job, JobOptions, Knowledge, PRESETS,
    RunOptions, SERVED, ServeOptions, TaskOptions, WHOLE, WHOLE_DESIGN, answer_options, answer_pages, answer_told,
    app, as_field, as_number, as_own_option, as_type, asked_of_answer, at_this_door, check_job, check_job_settings,
    check_units, chosen_source, columns_of, columns_typed, detect_unnamed, divide, environment, extra_of,
    find_notebooks, how_to_draw, job_line, job_script, join_pairs, kernel_environment, kinds_told, large_here,
    leave_unlearned, load_ipython_extension, main, name_columns, not_onto, numbers_told, pairs, parameters,
    passed_here, preset_settings, refit_run, results_only, run_notebook, run_notebooks, serve, settings_told,
    sort_settings, submit_job, take_anchor, take_known, take_library, train_anchored, train_model, unfinished,
    unnamed, whole_file,
)
from .prepare import (
    DrugseqOptions, PACKAGE, PERTURBING, TEMPLATE, WELL_PICTURES, copy_notebooks, field_names, new_model,
    preparations, verdict_on_wells, well_pages, wells_columns,
)
from .report import (
    GLOSSARY, PACKAGES, command_line, draw_formula, drawn_cell, explained, how_made, make_room, move_aside,
    no_minus_zero, note_made, own_section, picture_cell, put_aside, report_cells, report_chapter, report_html,
    result_table, run_facts, set_aside, stand_alone, stand_aside, table_cell, text_cell, versions, was_asked,
    what_is_asked, write_index, write_page, write_report,
)
from .tune import (
    SPACES, SearchOptions, check_space, inner_cells, open_study, read_space, search_told, study_key, suggest,
    tune_model,
)

__all__ = [
    "BOARD", "CALM", "COLUMNS", "COLUMN_WORDS", "DATA", "DATA_OPTIONS", "DEVICE", "DROP", "Door", "DrugseqOptions",
    "FEATURES", "FILES", "GLOSSARY", "HEADINGS", "HELD", "INLINE", "INTERRUPTED", "InOrder", "JSON", "Job",
    "JobOptions", "KEEP", "Knowledge", "PACKAGE", "PACKAGES", "PERTURBING", "PRESETS", "RUN", "RunOptions", "SAID",
    "SCALE", "SEED", "SERVED", "SPACES", "SearchOptions", "ServeOptions", "TEMPLATE", "TaskOptions",
    "WELL_PICTURES", "WHERE", "WHOLE", "WHOLE_DESIGN", "anchor_shifts", "anchor_told", "answer_cells",
    "answer_options", "answer_pages", "answer_path", "answer_told", "app", "as_field", "as_number",
    "as_one_control", "as_own_option", "as_read", "as_scored", "as_type", "asked_of_answer", "at_this_door",
    "carry_into", "carry_over", "check_answers", "check_job", "check_job_settings", "check_place", "check_space",
    "check_units", "choose_cells", "chosen_source", "columns_apart", "columns_of", "columns_told", "columns_typed",
    "command_line", "contexts_asked", "control_cells", "copy_notebooks", "decomposed", "detect_unnamed", "divide",
    "doubts_shown", "doubts_were_said", "draw_formula", "drawn_cell", "effects_drawn", "environment",
    "evaluate_run", "explained", "explained_on_file", "extra_of", "field_names", "find_again", "find_design",
    "find_notebooks", "gathered", "heading_of", "held_out_targets", "how_made", "how_to_draw", "in_memory",
    "inner_cells", "job_line", "job_script", "join_pairs", "kernel_environment", "kinds_told", "known_features",
    "known_targets", "labels_on_file", "large_here", "leaderboard_cells", "learn_labels", "learn_targets",
    "leave_unlearned", "left_unnamed", "likest_pairs", "load_ipython_extension", "main", "make_place", "make_room",
    "may_be_measured", "measured_change", "measured_effects", "measured_lines", "measured_told", "measured_where",
    "move_aside", "name_columns", "naming_cells", "new_model", "next_commands", "no_minus_zero", "not_onto",
    "not_trained_on", "note_answer", "note_file", "note_made", "note_measured", "numbers_told", "open_cells",
    "open_study", "option_values", "over_contexts_told", "over_time", "own_section", "pack_submission",
    "page_of_answer", "page_told", "pairs", "parameters", "passed_here", "perturb_cells", "perturbations_on_file",
    "picture_cell", "predicted_changes", "prefer_known", "preparations", "preset_settings", "put_aside",
    "questions", "rank_perturbations", "read_space", "ready_model", "refit_run", "refused", "report_cells",
    "report_chapter", "report_html", "result_table", "results_only", "row_sums", "rows_called", "run_facts",
    "run_notebook", "run_notebooks", "search_told", "seen_before", "serve", "set_aside", "settings_told",
    "show_passes", "shown_progress", "simple_answers", "sort_settings", "stand_alone", "stand_aside", "study_key",
    "submit_job", "suggest", "table_cell", "take_anchor", "take_known", "take_library", "take_measured",
    "take_rows", "tell", "text_cell", "told_apart", "top_changes", "top_effects", "train_anchored", "train_model",
    "trained_facts", "training_told", "transformed", "tune_model", "unfinished", "unnamed", "verdict_on_change",
    "verdict_on_file", "verdict_on_parts", "verdict_on_wells", "versions", "was_asked", "well_pages",
    "wells_columns", "wells_on_file", "wells_perhaps_shared", "what_is_asked", "whole_file", "why_unsupported",
    "with_labels", "write_answers", "write_index", "write_into", "write_over", "write_page", "write_report",
    "write_simple", "write_sources", "write_split", "write_training",
]
