"""Run by `python -m cellbook.serve`."""
from .service import main

main()
