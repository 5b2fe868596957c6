"""Selective scans of Mamba-1 and Mamba-2: reference, CPU, GPU, and the layers around them."""
# Written by tools/house.py from the modules of this package: do not edit.
from .mixers import (
    GatedNorm, S6Mixer, SSDMixer, both_ways, conv_silu, scan_backend, selective_scan, short_conv,
)
from .reference import (
    CHUNK, check_scan, flip_blocks, group_flags, random_scan, s6_reference, s6_torch, scan_error, ssd_reference,
    ssd_torch,
)

__all__ = [
    "CHUNK", "GatedNorm", "S6Mixer", "SSDMixer", "both_ways", "check_scan", "conv_silu", "flip_blocks",
    "group_flags", "random_scan", "s6_reference", "s6_torch", "scan_backend", "scan_error", "selective_scan",
    "short_conv", "ssd_reference", "ssd_torch",
]
