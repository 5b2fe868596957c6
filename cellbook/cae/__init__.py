"""Context-conditioned cycle autoencoder."""
# Written by tools/house.py from the modules of this package: do not edit.
from .model import (
    BaseHead, CAE, CAEConfig, CategoryMaps, ContextClassifier, DEALS, FieldHead, FieldModules, RowAdamW, SPARSE,
    context_loss, context_map, context_means, fitted_decoder, frozen, nested_fields, principal_directions,
    target_context,
)

__all__ = [
    "BaseHead", "CAE", "CAEConfig", "CategoryMaps", "ContextClassifier", "DEALS", "FieldHead", "FieldModules",
    "RowAdamW", "SPARSE", "context_loss", "context_map", "context_means", "fitted_decoder", "frozen",
    "nested_fields", "principal_directions", "target_context",
]
