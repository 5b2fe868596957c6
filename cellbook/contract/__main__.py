"""Run by `python -m cellbook.contract`."""
import sys

from .suite import _child

_child(sys.argv[1])
