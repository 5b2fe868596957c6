"""What the numbers, genes, files, perturbations, parts and columns of a data set are; reads without torch."""
# Written by tools/house.py from the modules of this package: do not edit.
from .gene_names import (
    Alignment, align, align_genes, check_names, drop_genes, map_genes, variable_genes,
)
from .io import (
    check_hdf5, check_sparse, check_zarr, files_by_key, find_data, load_npz, load_pickle, one_line, one_well_table,
    read, read_chunks, read_gene_list, read_metadata, read_wells, well_columns, well_expression, writable_obs,
)
from .metadata import (
    Field, Spec, fit_fields, preprocess_metadata, stamp, standard_fields,
)
from .perturbations import (
    Design, amounts, canonical, dense, group_means, log_fold_change,
)
from .scales import (
    DataError, DataWarning, FieldError, GeneError, NotApplicable, SCALES, ScaleError, Source, SplitError, as_list,
    as_scale, bad_entries, blocks, check_columns, check_csr, check_matrix, declare_scale, declared_scale,
    find_counts, find_source, first_few, hash_data, log1p_totals, obs_column, odd_counts, pbmc68k, renormalise,
)
from .splits import (
    PARTS, check_split, part, split, split_leak,
)
from .uploads import (
    Apart, Upload, UploadError, UploadLimits, read_upload,
)

__all__ = [
    "Alignment", "Apart", "DataError", "DataWarning", "Design", "Field", "FieldError", "GeneError", "NotApplicable",
    "PARTS", "SCALES", "ScaleError", "Source", "Spec", "SplitError", "Upload", "UploadError", "UploadLimits",
    "align", "align_genes", "amounts", "as_list", "as_scale", "bad_entries", "blocks", "canonical", "check_columns",
    "check_csr", "check_hdf5", "check_matrix", "check_names", "check_sparse", "check_split", "check_zarr",
    "declare_scale", "declared_scale", "dense", "drop_genes", "files_by_key", "find_counts", "find_data",
    "find_source", "first_few", "fit_fields", "group_means", "hash_data", "load_npz", "load_pickle", "log1p_totals",
    "log_fold_change", "map_genes", "obs_column", "odd_counts", "one_line", "one_well_table", "part", "pbmc68k",
    "preprocess_metadata", "read", "read_chunks", "read_gene_list", "read_metadata", "read_upload", "read_wells",
    "renormalise", "split", "split_leak", "stamp", "standard_fields", "variable_genes", "well_columns",
    "well_expression", "writable_obs",
]
