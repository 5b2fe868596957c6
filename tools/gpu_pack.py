"""Pack what `tools/gpu.py` needs on a machine that has a card and PyTorch for it, but no network.

`python tools/gpu_pack.py FOLDER --have NAMES` puts into FOLDER the wheels of the requirements that
do not stand in the file NAMES (a name a line; what `pip list --format freeze` says there will do), the source of
mamba-ssm, and `run.sh`. There, in the root of the repository, `bash FOLDER/run.sh` installs the wheels beside what
is installed, runs `tools/gpu.py` in the order in which its parts matter, builds mamba-ssm's S6 kernel for the card and
times the scans once more beside it (nothing is timed while it compiles), and keeps every row at once in `gpu.json` of
$OUT (or FOLDER).
"""

import argparse
import configparser
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLATFORMS = "manylinux_2_28_x86_64 manylinux_2_27_x86_64 manylinux_2_17_x86_64 manylinux2014_x86_64".split()
KINDS = "requirements", "serve_requirements", "tune_requirements"

RUN = """#!/bin/bash
# In the root of the repository, on the machine with the card: bash FOLDER/run.sh
here=$(cd "$(dirname "$0")" && pwd)
out=${OUT:-$here}
site=/tmp/cellbook-site
python3 -m pip install -q --no-index --no-deps --no-compile --upgrade --target $site $here/wheels/*.whl || exit 1
export PYTHONPATH=$site:$PWD PYTHONUNBUFFERED=1 MAX_JOBS=8
python3 -c "import cellbook.train, torch; print(torch.__version__, torch.cuda.get_device_name())" || exit 1
say="tools/gpu.py --out $out/gpu.json --folder /tmp/cellbook-gpu"
gpu() { timeout $1 python3 $say "${@:2}" 2>&1 | tee -a $out/gpu.log; }
gpu 60 machine times
gpu 60 "steps-bimamba ssd"
gpu 90 steps-cae steps-lora steps-drugseq steps-hyperbolic
gpu 60 feed
gpu 240 checks --limit 210
gpu 60 loader serve
python3 $here/build_s6.py $here/sources $site >$out/mamba.log 2>&1
gpu 120 times "steps-bimamba s6"
"""

BUILD = '''"""mamba-ssm's selective scan for the card of this machine only: python build_s6.py SOURCES SITE"""
import shutil, sys, tarfile
from pathlib import Path
import torch
from torch.utils.cpp_extension import load

sources, site = map(Path, sys.argv[1:])
folder = Path("/tmp/mamba-ssm")
with tarfile.open(next(sources.glob("mamba_ssm-*.tar.gz"))) as f:
    f.extractall(folder, filter="data")
root = next(folder.glob("mamba_ssm-*"))
shutil.copytree(root / "mamba_ssm", site / "mamba_ssm", dirs_exist_ok=True)
(site / "mamba_ssm/__init__.py").write_text("")  # its layers import more than the two functions that we call
kinds = [f"{a}_{b}" for a in ("HALF", "BFLOAT16", "BFLOAT162") for b in ("OPERATORS", "CONVERSIONS")]
flags = ["-O3", "-std=c++17", "--expt-relaxed-constexpr", "--expt-extended-lambda", "--use_fast_math"]
card = "".join(map(str, torch.cuda.get_device_capability()))
flags += [*(f"-U__CUDA_NO_{k}__" for k in kinds), f"-gencode=arch=compute_{card},code=sm_{card}"]
code = sorted(str(f) for f in (root / "csrc/selective_scan").glob("*.c*") if f.suffix in (".cpp", ".cu"))
built = load("selective_scan_cuda", code, extra_cflags=["-O3", "-std=c++17"], extra_cuda_cflags=flags,
             extra_include_paths=[str(root / "csrc/selective_scan")])
shutil.copy(built.__file__, site)
'''


def canonical(name: str) -> str:
    "A package's name as indexes write it"
    return re.sub(r"[-_.]+", "-", re.split(r"[=<>! @\[]", name.strip())[0].lower())


def missing(have: set[str], python: str) -> list[str]:
    "name==version of all requirements, and of theirs, that are not in `have`"
    settings = configparser.ConfigParser()
    settings.read(ROOT / "settings.ini")
    wanted = [line for kind in KINDS for line in settings["DEFAULT"][kind].split("\n") if line.strip()]
    with tempfile.TemporaryDirectory() as d:
        report = Path(d, "report.json")
        pip(
            "install",
            "--dry-run",
            "--ignore-installed",
            "--report",
            str(report),
            "--target",
            d,
            *built_for(python),
            *wanted,
        )
        found = [i["metadata"] for i in json.loads(report.read_text())["install"]]
    return [
        f"{m['name']}=={m['version']}"
        for m in found
        if canonical(m["name"]) not in have and not canonical(m["name"]).startswith(("nvidia-", "cuda-"))
    ]


def built_for(python: str) -> list[str]:
    "pip's words for wheels of that machine"
    platforms = [word for p in PLATFORMS for word in ("--platform", p)]
    return ["--only-binary=:all:", "--python-version", python, "--implementation", "cp", *platforms]


def pip(*words: str):
    "pip, quietly; what it says of an error is shown"
    env = os.environ | dict(MAMBA_SKIP_CUDA_BUILD="TRUE")
    subprocess.run([sys.executable, "-m", "pip", "-qq", *words], check=True, env=env)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--have", type=Path, required=True, help="names of the packages installed there, a line each")
    parser.add_argument("--without", nargs="*", default=[], help="packages left out, as polars: only peers need them")
    parser.add_argument("--python", default="3.12", help="version of the Python there")
    args = parser.parse_args()
    have = {canonical(line) for line in args.have.read_text().splitlines() if line.strip()}
    have |= set(map(canonical, args.without))
    if "torch" not in have:
        parser.error(
            f"{args.have}: expected torch among the packages installed there, found {len(have)} names without it"
        )
    for part in ("wheels", "sources"):
        (args.folder / part).mkdir(parents=True, exist_ok=True)
    wheels = ["--no-deps", *built_for(args.python), "-d", str(args.folder / "wheels")]
    pip("download", *wheels, *missing(have, args.python))
    source = ["--no-deps", "--no-build-isolation", "--no-binary=:all:"]
    pip("download", *source, "-d", str(args.folder / "sources"), "mamba-ssm")
    (args.folder / "run.sh").write_text(RUN)
    (args.folder / "build_s6.py").write_text(BUILD)
    wheels, size = (
        list(args.folder.glob("wheels/*")),
        sum(f.stat().st_size for f in args.folder.rglob("*") if f.is_file()),
    )
    print(f"{len(wheels)} wheels, {size / 2**20:.0f} MiB: bash {args.folder}/run.sh")


if __name__ == "__main__":
    main()
