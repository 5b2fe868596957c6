"""What the numbers, genes, files, perturbations, parts and columns of a data set are; reads without torch."""
# Written by tools/house.py from the modules of this package: do not edit.
from .detection import (
    Candidate, Column, DESIGN, Detected, LOOKED_THROUGH, Look, NEEDS, PARTNERS, all_gene_names, amounts_told,
    as_one_control, as_taken, as_typed, by_targets, column_kind, control_rank, describes_cells, detect_columns,
    gap_key, gene_kind, held_out, look, matrix_kind, missing_needs, mixed_donors, model_doubts, model_options,
    name_role, named_rows, only_together, perturbation_candidate, perturbed_by, sounds_like_assays,
    sounds_like_cells, targets_told, unlabelled_rows, with_amounts, with_targets,
)
from .gene_names import (
    Alignment, LONGEST_NAME, align, align_genes, best_names, by_symbols, check_known, check_names, dated,
    drop_genes, fit_names, like_genes, loose_name, map_genes, names_genes, odd_gene_names, other_species, own_names,
    plain_name, respelled, say_respelled, second_names, symbol_names, variable_genes, why_unmatched, with_gaps,
)
from .io import (
    FOLDERS, TABLES, check_table, check_tables, drop_no_raw, existing, file_stem, files_by_key, find_data,
    is_collection, load_npz, load_numpy, npz_arrays, one_well_table, open_text, plain_text, read, read_chunks,
    read_gene_list, read_metadata, read_rows, read_table, read_wells, summaries, text_lines, text_table,
    well_columns, well_expression, well_names, writable_obs, write_part,
)
from .metadata import (
    Field, MOST_GUIDES, MOST_NUMBERS, Spec, SpecOptions, alone_by_sums, call_guides, describe_rows, fit_fields,
    installed, label_guides, preprocess_metadata, read_guides, stamp, standard_fields, warn_namesakes,
)
from .perturbations import (
    Design, PARTS, SPLIT_BY, alike, amounts, as_written, can_be_held_out, canonical, check_column_name, check_split,
    columns_apart, columns_uneven, control_like, copied_rows, dense, group_means, guide_targets, guides_in,
    log_fold_change, named_control, names_behind, part, split, split_leak, told_apart,
)
from .scales import (
    DataError, DataWarning, FEATURE_KINDS, FieldError, GeneError, KINDS, LIBRARY_COLUMNS, NotApplicable, ONE_ORDER,
    PIECE, REACH, SCALES, ScaleError, Source, SplitError, UNREAD, as_label, as_list, as_numbers, as_scale,
    as_single, bad_entries, blocks, changed_whole, check_columns, check_count, check_csr, check_matrix,
    check_numbers, check_row_order, check_seed_range, check_target, compiled, counted, declare_scale,
    declared_scale, doubt_vst, features_left_out, find_counts, find_source, first_few, gene_order, hash_data,
    hash_names, hash_rows, judge_log1p, judge_source, judged_source, keep_compiled, label_text, linear_kind,
    log1p_totals, may_be_no_gene, no_genes, obs_column, odd_counts, one_gene_share, options_of, pbmc68k,
    renormalise, spelling, steps_target, stored_rows, take_options, telling_genes, thousands_point, times_library,
    values_kind, warn_of, watched, watching, whole_library, whole_numbers, without_advice,
)
from .untrusted import (
    bytes_on_disk, check_form, check_hdf5, check_kind, check_links, check_memory, check_sparse, check_zarr,
    damaged_json, free_memory, is_local, is_zarr, json_value, load_pickle, misfit, naming, one_line, open_to_others,
    read_json,
)
from .uploads import (
    Apart, Upload, UploadError, UploadLimits, read_upload,
)

__all__ = [
    "Alignment", "Apart", "Candidate", "Column", "DESIGN", "DataError", "DataWarning", "Design", "Detected",
    "FEATURE_KINDS", "FOLDERS", "Field", "FieldError", "GeneError", "KINDS", "LIBRARY_COLUMNS", "LONGEST_NAME",
    "LOOKED_THROUGH", "Look", "MOST_GUIDES", "MOST_NUMBERS", "NEEDS", "NotApplicable", "ONE_ORDER", "PARTNERS",
    "PARTS", "PIECE", "REACH", "SCALES", "SPLIT_BY", "ScaleError", "Source", "Spec", "SpecOptions", "SplitError",
    "TABLES", "UNREAD", "Upload", "UploadError", "UploadLimits", "align", "align_genes", "alike", "all_gene_names",
    "alone_by_sums", "amounts", "amounts_told", "as_label", "as_list", "as_numbers", "as_one_control", "as_scale",
    "as_single", "as_taken", "as_typed", "as_written", "bad_entries", "best_names", "blocks", "by_symbols",
    "by_targets", "bytes_on_disk", "call_guides", "can_be_held_out", "canonical", "changed_whole",
    "check_column_name", "check_columns", "check_count", "check_csr", "check_form", "check_hdf5", "check_kind",
    "check_known", "check_links", "check_matrix", "check_memory", "check_names", "check_numbers", "check_row_order",
    "check_seed_range", "check_sparse", "check_split", "check_table", "check_tables", "check_target", "check_zarr",
    "column_kind", "columns_apart", "columns_uneven", "compiled", "control_like", "control_rank", "copied_rows",
    "counted", "damaged_json", "dated", "declare_scale", "declared_scale", "dense", "describe_rows",
    "describes_cells", "detect_columns", "doubt_vst", "drop_genes", "drop_no_raw", "existing", "features_left_out",
    "file_stem", "files_by_key", "find_counts", "find_data", "find_source", "first_few", "fit_fields", "fit_names",
    "free_memory", "gap_key", "gene_kind", "gene_order", "group_means", "guide_targets", "guides_in", "hash_data",
    "hash_names", "hash_rows", "held_out", "installed", "is_collection", "is_local", "is_zarr", "json_value",
    "judge_log1p", "judge_source", "judged_source", "keep_compiled", "label_guides", "label_text", "like_genes",
    "linear_kind", "load_npz", "load_numpy", "load_pickle", "log1p_totals", "log_fold_change", "look", "loose_name",
    "map_genes", "matrix_kind", "may_be_no_gene", "misfit", "missing_needs", "mixed_donors", "model_doubts",
    "model_options", "name_role", "named_control", "named_rows", "names_behind", "names_genes", "naming",
    "no_genes", "npz_arrays", "obs_column", "odd_counts", "odd_gene_names", "one_gene_share", "one_line",
    "one_well_table", "only_together", "open_text", "open_to_others", "options_of", "other_species", "own_names",
    "part", "pbmc68k", "perturbation_candidate", "perturbed_by", "plain_name", "plain_text", "preprocess_metadata",
    "read", "read_chunks", "read_gene_list", "read_guides", "read_json", "read_metadata", "read_rows", "read_table",
    "read_upload", "read_wells", "renormalise", "respelled", "say_respelled", "second_names", "sounds_like_assays",
    "sounds_like_cells", "spelling", "split", "split_leak", "stamp", "standard_fields", "steps_target",
    "stored_rows", "summaries", "symbol_names", "take_options", "targets_told", "telling_genes", "text_lines",
    "text_table", "thousands_point", "times_library", "told_apart", "unlabelled_rows", "values_kind",
    "variable_genes", "warn_namesakes", "warn_of", "watched", "watching", "well_columns", "well_expression",
    "well_names", "whole_library", "whole_numbers", "why_unmatched", "with_amounts", "with_gaps", "with_targets",
    "without_advice", "writable_obs", "write_part",
]
