"""Turn `make run DATA=… PARAMS=… OUT=…` into one call of the `cellbook run` command."""

import os
import shlex
import sys
from pathlib import Path

typed = Path(os.environ.get("TYPED_IN") or ".")  # where make was called: paths count from there, also under `make -C`
bin_dir = Path(sys.executable).parent
args = []

if data := os.environ.get("DATA"):
    if not (typed / data).exists() and (Path(os.environ.get("PWD", ".")) / data).exists():
        typed = Path(os.environ["PWD"])  # `make -s -C`
    source = (typed / data).absolute()
    if not source.exists():
        sys.exit(f"cellbook: DATA={data}: no such file or folder ({source})")
    args += ["-p", "source", str(source)]

for item in shlex.split(os.environ.get("PARAMS", "")):
    name, equals, value = item.partition("=")
    if not (name and equals):
        sys.exit(f"cellbook: PARAMS takes name=value pairs separated by spaces, found {item!r}")
    args += ["-p", name, value]

args += ["--out", str((typed / os.environ["OUT"]).absolute()) if os.environ.get("OUT") else "runs"]
os.environ["PATH"] = f"{bin_dir}{os.pathsep}{os.environ['PATH']}"
os.execv(bin_dir / "cellbook", ["cellbook", "run", *args])
