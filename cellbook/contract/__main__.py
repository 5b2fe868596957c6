"""Run by `python -m cellbook.contract`."""
import sys

from .suite import _main

_main(sys.argv[1:])
