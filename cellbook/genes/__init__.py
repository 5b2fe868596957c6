"""What is known of genes before anyone perturbs them: coordinates, networks, gene sets, features."""
# Written by tools/house.py from the modules of this package: do not edit.
from .features import (
    CHROMOSOMES, CodeOptions, FeatureSources, GraphError, LAYOUTS, Loci, Network, PathwayAutoencoder, SOURCES,
    SymmetricProduct, UNKNOWN, build_network, chromosome_index, coexpression_features, control_components, coverage,
    diffuse, fetch_coords, find_layout, fingerprints, fourier, join_features, locate, membership, mix,
    network_embedding, normalise_adjacency, perturbation_features, product, read_coords, read_edges, read_features,
    read_gmt, screen_features, set_features, source_file, source_names, source_path, to_csr,
)

__all__ = [
    "CHROMOSOMES", "CodeOptions", "FeatureSources", "GraphError", "LAYOUTS", "Loci", "Network",
    "PathwayAutoencoder", "SOURCES", "SymmetricProduct", "UNKNOWN", "build_network", "chromosome_index",
    "coexpression_features", "control_components", "coverage", "diffuse", "fetch_coords", "find_layout",
    "fingerprints", "fourier", "join_features", "locate", "membership", "mix", "network_embedding",
    "normalise_adjacency", "perturbation_features", "product", "read_coords", "read_edges", "read_features",
    "read_gmt", "screen_features", "set_features", "source_file", "source_names", "source_path", "to_csr",
]
