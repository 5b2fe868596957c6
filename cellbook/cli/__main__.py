"""Run by `python -m cellbook.cli`."""
import sys

from .commands import main

sys.exit(main())
