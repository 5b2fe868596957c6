"""Run by `python -m cellbook.serve`."""
from .service import serve_here

serve_here()
