"""A trained model behind an address."""
# Written by tools/house.py from the modules of this package: do not edit.
from .inputs import (
    ALONE, Batcher, Busy, Cell, Closed, DOCS, INDEX, Judged, Limits, Names, PAGE, Panel, REQUEST_SCALES, Refused,
    check_expression, check_values, for_callers, judge_cells, only, parse_json, read_cells, read_file,
    read_labelled, read_object, read_plain, read_request, static, tell_scale, to_log1p,
)
from .service import (
    Answer, Answers, Asked, BadSettings, CALLS, CellAnswer, CellAnswers, CellFileAnswers, Changed, Embedding,
    FILE_NAME, FORM, FileAnswers, Gate, GeneValue, Genes, Guarded, LABELS, LARGE_BODY, Leaving, Measured, Meters,
    ModelService, Moved, Mover, POLICY, Perturbed, Prediction, Problem, Ranked, Ranking, SCALE_QUERY, SMALL_BODY,
    Service, ServiceSettings, Sparse, Token, Told, Transformed, Uploads, add_calls, add_models, add_perturb,
    add_perturb_file, add_predict, add_predict_batch, add_predict_file, add_questions, add_rank, add_transform,
    alone, as_cells, as_controls, as_design, as_h5ad, ask_model, asked_amounts, asked_cells, at_once, beyond_said,
    body_of, by_genes, caution, cell_answer, cells_sent, check_size, controls_of, create_app, describe_cell,
    described, device_of, doubt_of, doubted, download_name, example_cell, facts, file_cells, found_in, from_disk,
    in_a_request, labelled, largest_genes, listed, make_server, maybe_cells, open_model, open_service,
    own_gene_said, perturb_answer, perturbed, perturbed_cells, plain, ranked, read_asked, read_cell_file,
    read_settings, row_as_is, rows_of, run_names, run_service, serve_here, show, some_of_each, spare_log, swallow,
    take_no_more, tell_calls, through, told_controls, told_of, type_calls, type_file_call, uploaded_controls,
)

__all__ = [
    "ALONE", "Answer", "Answers", "Asked", "BadSettings", "Batcher", "Busy", "CALLS", "Cell", "CellAnswer",
    "CellAnswers", "CellFileAnswers", "Changed", "Closed", "DOCS", "Embedding", "FILE_NAME", "FORM", "FileAnswers",
    "Gate", "GeneValue", "Genes", "Guarded", "INDEX", "Judged", "LABELS", "LARGE_BODY", "Leaving", "Limits",
    "Measured", "Meters", "ModelService", "Moved", "Mover", "Names", "PAGE", "POLICY", "Panel", "Perturbed",
    "Prediction", "Problem", "REQUEST_SCALES", "Ranked", "Ranking", "Refused", "SCALE_QUERY", "SMALL_BODY",
    "Service", "ServiceSettings", "Sparse", "Token", "Told", "Transformed", "Uploads", "add_calls", "add_models",
    "add_perturb", "add_perturb_file", "add_predict", "add_predict_batch", "add_predict_file", "add_questions",
    "add_rank", "add_transform", "alone", "as_cells", "as_controls", "as_design", "as_h5ad", "ask_model",
    "asked_amounts", "asked_cells", "at_once", "beyond_said", "body_of", "by_genes", "caution", "cell_answer",
    "cells_sent", "check_expression", "check_size", "check_values", "controls_of", "create_app", "describe_cell",
    "described", "device_of", "doubt_of", "doubted", "download_name", "example_cell", "facts", "file_cells",
    "for_callers", "found_in", "from_disk", "in_a_request", "judge_cells", "labelled", "largest_genes", "listed",
    "make_server", "maybe_cells", "only", "open_model", "open_service", "own_gene_said", "parse_json",
    "perturb_answer", "perturbed", "perturbed_cells", "plain", "ranked", "read_asked", "read_cell_file",
    "read_cells", "read_file", "read_labelled", "read_object", "read_plain", "read_request", "read_settings",
    "row_as_is", "rows_of", "run_names", "run_service", "serve_here", "show", "some_of_each", "spare_log", "static",
    "swallow", "take_no_more", "tell_calls", "tell_scale", "through", "to_log1p", "told_controls", "told_of",
    "type_calls", "type_file_call", "uploaded_controls",
]


def __getattr__(name):
    "`cellbook.serve:app` is made when it is asked for"
    from . import service
    return service.__getattr__(name)
