"""The `cellbook` command."""
# Written by tools/house.py from the modules of this package: do not edit.
from .ask import (
    PACKED_AS, PerturbOptions, beyond_training, check_fields, contexts_asked, control_cells, decomposed,
    explained_on_file, known_features, known_targets, labels_named, labels_of, mark_own_gene, may_be_measured,
    measured_change, measured_lines, no_such_option, note_measured, pack_submission, perturb_cells,
    perturb_controls, predicted_changes, rank_perturbations, refuse_options, structures, supported_at, top_changes,
    top_effects, transformed, verdict_on_change, verdict_on_parts, why_unsupported, with_labels,
)
from .commands import (
    DATA_OPTIONS, Door, HELD, INTERRUPTED, InOrder, Knowledge, RunOptions, SERVED, ServeOptions, TaskOptions,
    WHOLE_DESIGN, ZOO_NAMES, answer_options, answer_pages, answer_told, app, as_field, as_number, as_own_option,
    as_type, asked_of_answer, at_this_door, by_compound, calm, check_call, check_job_settings, check_units,
    columns_typed, detect_unnamed, divide, environment, extra_of, how_to_draw, join_pairs, kinds_told, large_here,
    leave_unlearned, libraries_told, load_ipython_extension, main, name_columns, not_onto, numbers_told,
    of_a_service, pairs, passed_here, pooled_told, preset_settings, presets_in_source, refit_run, serve,
    settings_in_source, settings_told, sort_settings, take_anchor, take_known, take_library, train_anchored,
    train_model, unnamed, whole_file,
)
from .evaluate import (
    BOARD, BoardOptions, EffectsOptions, SHARED_WELLS, anchor_shifts, as_scored, by_dose, by_time, check_answers,
    effects_drawn, evaluate_run, labels_on_file, leaderboard_cells, learn_labels, likest_pairs, measured_effects,
    not_trained_on, over_contexts_told, over_time, perturbations_on_file, refused, trained_on, verdict_on_file,
    wells_on_file, wells_perhaps_shared,
)
from .files import (
    COLUMN_WORDS, DATA, DEVICE, DROP, DesignOptions, FEATURES, FILES, GLOSSARY, HEADINGS, JSON, KEEP, PACKAGES,
    READS, RENAME, RUN, SAID, SCALE, SEED, WHERE, answer_cells, answer_path, as_read, at_equals, call_as_run,
    carry_into, carry_over, check_place, choose_cells, columns_told, command_line, context_to_ask, doubts_shown,
    doubts_were_said, draw_formula, drawn_cell, explained, find_design, gathered, heading_of, how_made, in_memory,
    left_unnamed, lines_cell, make_place, make_room, measured_told, measured_where, move_aside, naming_cells,
    next_commands, no_minus_zero, note_begun, note_file, note_made, open_cells, option_values, own_page,
    own_section, page_of_answer, page_told, picture_cell, prefer_known, put_aside, put_back, questions,
    reads_libraries, ready_model, report_cells, report_chapter, report_html, result_table, row_marks, row_sums,
    rows_called, run_facts, seen_before, set_aside, show_passes, shown_progress, simple_answers, spare, stand_alone,
    stand_aside, table_cell, take_measured, take_rows, tell, text_cell, trained_facts, training_told, versions,
    was_asked, what_is_asked, write_answers, write_index, write_into, write_over, write_page, write_report,
    write_simple, write_split, write_training,
)
from .prepare import (
    DrugseqOptions, PACKAGE, PERTURBING, TEMPLATE, WELL_PICTURES, copy_notebooks, field_names, new_model,
    next_wells, preparations, verdict_on_wells, well_pages, wells_columns,
)
from .runs import (
    COLUMNS, INLINE, Job, JobOptions, SPACES, SearchOptions, cannot_run, check_job, check_space, chosen_source,
    columns_of, find_notebooks, in_short, inner_cells, job_line, job_script, kernel_environment, open_study,
    parameters, read_space, results_only, run_notebook, run_notebooks, search_told, study_key, submit_job, suggest,
    tune_model, unfinished,
)

__all__ = [
    "BOARD", "BoardOptions", "COLUMNS", "COLUMN_WORDS", "DATA", "DATA_OPTIONS", "DEVICE", "DROP", "DesignOptions",
    "Door", "DrugseqOptions", "EffectsOptions", "FEATURES", "FILES", "GLOSSARY", "HEADINGS", "HELD", "INLINE",
    "INTERRUPTED", "InOrder", "JSON", "Job", "JobOptions", "KEEP", "Knowledge", "PACKAGE", "PACKAGES", "PACKED_AS",
    "PERTURBING", "PerturbOptions", "READS", "RENAME", "RUN", "RunOptions", "SAID", "SCALE", "SEED", "SERVED",
    "SHARED_WELLS", "SPACES", "SearchOptions", "ServeOptions", "TEMPLATE", "TaskOptions", "WELL_PICTURES", "WHERE",
    "WHOLE_DESIGN", "ZOO_NAMES", "anchor_shifts", "answer_cells", "answer_options", "answer_pages", "answer_path",
    "answer_told", "app", "as_field", "as_number", "as_own_option", "as_read", "as_scored", "as_type",
    "asked_of_answer", "at_equals", "at_this_door", "beyond_training", "by_compound", "by_dose", "by_time",
    "call_as_run", "calm", "cannot_run", "carry_into", "carry_over", "check_answers", "check_call", "check_fields",
    "check_job", "check_job_settings", "check_place", "check_space", "check_units", "choose_cells", "chosen_source",
    "columns_of", "columns_told", "columns_typed", "command_line", "context_to_ask", "contexts_asked",
    "control_cells", "copy_notebooks", "decomposed", "detect_unnamed", "divide", "doubts_shown", "doubts_were_said",
    "draw_formula", "drawn_cell", "effects_drawn", "environment", "evaluate_run", "explained", "explained_on_file",
    "extra_of", "field_names", "find_design", "find_notebooks", "gathered", "heading_of", "how_made", "how_to_draw",
    "in_memory", "in_short", "inner_cells", "job_line", "job_script", "join_pairs", "kernel_environment",
    "kinds_told", "known_features", "known_targets", "labels_named", "labels_of", "labels_on_file", "large_here",
    "leaderboard_cells", "learn_labels", "leave_unlearned", "left_unnamed", "libraries_told", "likest_pairs",
    "lines_cell", "load_ipython_extension", "main", "make_place", "make_room", "mark_own_gene", "may_be_measured",
    "measured_change", "measured_effects", "measured_lines", "measured_told", "measured_where", "move_aside",
    "name_columns", "naming_cells", "new_model", "next_commands", "next_wells", "no_minus_zero", "no_such_option",
    "not_onto", "not_trained_on", "note_begun", "note_file", "note_made", "note_measured", "numbers_told",
    "of_a_service", "open_cells", "open_study", "option_values", "over_contexts_told", "over_time", "own_page",
    "own_section", "pack_submission", "page_of_answer", "page_told", "pairs", "parameters", "passed_here",
    "perturb_cells", "perturb_controls", "perturbations_on_file", "picture_cell", "pooled_told",
    "predicted_changes", "prefer_known", "preparations", "preset_settings", "presets_in_source", "put_aside",
    "put_back", "questions", "rank_perturbations", "read_space", "reads_libraries", "ready_model", "refit_run",
    "refuse_options", "refused", "report_cells", "report_chapter", "report_html", "result_table", "results_only",
    "row_marks", "row_sums", "rows_called", "run_facts", "run_notebook", "run_notebooks", "search_told",
    "seen_before", "serve", "set_aside", "settings_in_source", "settings_told", "show_passes", "shown_progress",
    "simple_answers", "sort_settings", "spare", "stand_alone", "stand_aside", "structures", "study_key",
    "submit_job", "suggest", "supported_at", "table_cell", "take_anchor", "take_known", "take_library",
    "take_measured", "take_rows", "tell", "text_cell", "top_changes", "top_effects", "train_anchored",
    "train_model", "trained_facts", "trained_on", "training_told", "transformed", "tune_model", "unfinished",
    "unnamed", "verdict_on_change", "verdict_on_file", "verdict_on_parts", "verdict_on_wells", "versions",
    "was_asked", "well_pages", "wells_columns", "wells_on_file", "wells_perhaps_shared", "what_is_asked",
    "whole_file", "why_unsupported", "with_labels", "write_answers", "write_index", "write_into", "write_over",
    "write_page", "write_report", "write_simple", "write_split", "write_training",
]
