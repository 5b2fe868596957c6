"""A trained model behind an address."""
# Written by tools/house.py from the modules of this package: do not edit.
from .inputs import (
    Cell, Limits, Names, Panel, Refused, SCALES, check_expression, check_values, only, parse_json, read_cells,
    read_file, read_labelled, read_object, read_plain, read_request, to_log1p,
)
from .page import (
    Batcher, Busy, Closed, DOCS, INDEX, PAGE, static,
)
from .service import (
    Answer, Answers, Asked, BadSettings, CellAnswer, CellAnswers, CellFileAnswers, Changed, Embedding, FILE_NAME,
    FORM, FileAnswers, Gate, GeneValue, Genes, Guarded, Leaving, Measured, Meters, ModelService, Moved, Mover,
    POLICY, Perturbed, Prediction, Problem, Ranked, Ranking, SCALE, Service, ServiceSettings, Sparse, Token,
    Transformed, add_calls, alone, as_cells, as_controls, as_h5ad, ask_model, body_of, by_genes, caution,
    cell_answer, create_app, describe_cell, device_of, example_cell, facts, found_in, is_local, labelled,
    make_server, open_model, open_service, perturbed, perturbed_cells, plain, questions, ranked, read_asked,
    read_settings, row_as_is, run_names, run_service, serve_here, show, swallow, through, top_genes,
)

__all__ = [
    "Answer", "Answers", "Asked", "BadSettings", "Batcher", "Busy", "Cell", "CellAnswer", "CellAnswers",
    "CellFileAnswers", "Changed", "Closed", "DOCS", "Embedding", "FILE_NAME", "FORM", "FileAnswers", "Gate",
    "GeneValue", "Genes", "Guarded", "INDEX", "Leaving", "Limits", "Measured", "Meters", "ModelService", "Moved",
    "Mover", "Names", "PAGE", "POLICY", "Panel", "Perturbed", "Prediction", "Problem", "Ranked", "Ranking",
    "Refused", "SCALE", "SCALES", "Service", "ServiceSettings", "Sparse", "Token", "Transformed", "add_calls",
    "alone", "as_cells", "as_controls", "as_h5ad", "ask_model", "body_of", "by_genes", "caution", "cell_answer",
    "check_expression", "check_values", "create_app", "describe_cell", "device_of", "example_cell", "facts",
    "found_in", "is_local", "labelled", "make_server", "only", "open_model", "open_service", "parse_json",
    "perturbed", "perturbed_cells", "plain", "questions", "ranked", "read_asked", "read_cells", "read_file",
    "read_labelled", "read_object", "read_plain", "read_request", "read_settings", "row_as_is", "run_names",
    "run_service", "serve_here", "show", "static", "swallow", "through", "to_log1p", "top_genes",
]


def __getattr__(name):
    "`cellbook.serve:app` is made when it is asked for"
    from . import service
    return service.__getattr__(name)
