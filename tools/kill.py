"""Kill what writes files at random moments, start it again, and compare every bit with what was left alone.

python tools/kill.py 100            # kills in all, shared out over the jobs
python tools/kill.py 20 train-cae   # of the jobs whose name begins so, or so,or-so
python tools/kill.py 10 torchrun    # one process of a job of two, which torchrun starts again
python tools/kill.py 10 nodes       # one of two nodes of a job of `cellbook submit`, which the queue starts again
python tools/kill.py 20 full        # no kills: no file may become longer than some length, then there is room again
python tools/kill.py 20 disk        # the same on a disk of its own (a tmpfs, which only root may mount)
python tools/kill.py 400 steps      # every command that writes, from so many states in which a kill leaves it
"""

import faulthandler
import json
import os
import random
import resource
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from contextlib import redirect_stderr, suppress
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from anndata import AnnData
from safetensors.torch import load_file

from cellbook.bimamba import screen_with_features
from cellbook.cli import main as cellbook_command
from cellbook.cli.files import _made
from cellbook.cli.runs import job_line
from cellbook.data import DataError, pbmc68k, read
from cellbook.leaderboard import leaderboard
from cellbook.loaders import Store, write_chunks
from cellbook.train import History, fit, fit_anchored, get_model, read_state

MODELS = ("cae", "bimamba", "drugseq", "lora", "hyperbolic")


def train(name, folder, workers=0):
    "Train a model on its own example, from wherever the folder says it stands."
    Model = get_model(name)
    adata, options = Model.example()
    model = Model.from_adata(adata, **options)
    settings = dict(epochs=3, batch_size=32, save_every=1, workers=workers, progress=False, device="cpu")
    fit(model, adata, out=folder / "run", resume=True, **settings)


def train_anchored(folder):
    "Choose an anchor and γ, then train on it, from wherever the folder says it stands."
    adata, options = get_model("bimamba").example()
    config = {k: v for k, v in options.items() if k != "design"}
    loop = dict(epochs=2, batch_size=32, save_every=1, progress=False, device="cpu", out=folder / "run", resume=True)
    fit_anchored(get_model("bimamba"), adata, design=options["design"], config=config, **loop)


def trained(folder):
    "All that a finished run holds, less the seconds."
    run = folder / "run"
    history = History.read(run / "history.csv")
    for row in history.rows:
        row.pop("seconds", None)
    files = {f: load_file(run / f"{f}.safetensors") for f in ("last", "model")}
    tensors = {f"{f} {k}": v for f in files for k, v in files[f].items() if k != "history"}
    done = read_state(run)["done"], sorted(p.name for p in run.iterdir())
    return {k: v.numpy().tobytes() for k, v in tensors.items()} | dict(history=history.text(), done=done)


def store(form, folder):
    if (folder / "store/manifest.json").exists():
        return
    write_chunks(pbmc68k(), folder / "store", form=form, chunk_cells=20, progress=False)


def stored(folder):
    s = Store(folder / "store")
    cells = s.take(np.arange(s.n)).toarray().tobytes()
    return dict(cells=cells, obs=s.frame.obs.to_csv(), names=sorted(p.name for p in s.folder.iterdir()))


def partly_stored(folder):
    "A store that was not finished is no store."
    try:
        Store(folder / "store", scale="log1p", genes=list(pbmc68k().var_names))
    except DataError:
        return
    assert (folder / "store/manifest.json").exists(), "a store without a manifest was opened"


def predict(folder):
    box = folder.parent  # what is read lies elsewhere than what is written
    if not (box / "cells.h5ad").exists():
        model = get_model("cae").from_adata(pbmc68k(), fields=["bulk_labels"])
        model.save(box / "model")
        pbmc68k().write_h5ad(box / "whole.h5ad")
        os.replace(box / "whole.h5ad", box / "cells.h5ad")
    words = ["predict", str(box / "model"), str(box / "cells.h5ad"), "--out", str(folder / "out/answer.h5ad")]
    if cellbook_command(words):
        raise OSError("refused, as the line above says")


def predicted(folder):
    a = read(folder / "out/answer.h5ad")
    names = sorted(p.name for p in (folder / "out").iterdir())
    return {k: np.asarray(v).tobytes() for k, v in a.obsm.items()} | dict(names=names)


def partly_predicted(folder):
    "An answer that is there is whole."
    if (folder / "out/answer.h5ad").exists():
        predicted(folder)


def compare(folder, workers=1):
    adata, design = screen_with_features(n_cells=400, n_genes=60, n_targets=8, n_doubles=2)
    leaderboard(adata, design=design, out=folder / "board", draws=5, n_cells=30, workers=workers, progress=False)


def compared(folder):
    names = sorted(p.name for p in (folder / "board").iterdir())
    table = pd.read_csv(folder / "board/leaderboard.csv").drop(columns=["fit_seconds", "peak_gb"], errors="ignore")
    return dict(scores=(folder / "board/scores.csv").read_text(), table=table.to_csv(), names=names)


def nothing(folder):
    pass


def given(box):
    "What the commands read: cells, a screen, wells, and runs trained on them"
    if (box / "ready").exists():
        return
    shutil.rmtree(box, ignore_errors=True)
    box.mkdir()
    cells = pbmc68k()[:, :60].copy()
    cells.obs["donor"] = [f"d{i % 3}" for i in range(cells.n_obs)]
    cells.write_h5ad(box / "cells.h5ad")
    cells.write_zarr(box / "cells.zarr")
    for name in ("cae", "bimamba", "lora", "hyperbolic"):
        adata, options = get_model(name).example()
        more = dict(fields=["bulk_labels"]) if name == "cae" else options
        model = get_model(name).from_adata(cells if name == "cae" else adata, **more)
        fit(model, cells if name == "cae" else adata, epochs=1, out=box / name, progress=False, device="cpu")
        adata.write_h5ad(box / f"{name}.h5ad")
    wells, _ = get_model("drugseq").example()
    wells.write_h5ad(box / "drugseq.h5ad")
    screen, design = screen_with_features(n_cells=300, n_genes=40, n_targets=12, n_doubles=0)
    screen.write_h5ad(box / "screen.h5ad")
    targets = sorted(set(screen.obs[design.perturbation_key].astype(str)) - {design.control})
    rng = np.random.default_rng(0)
    named = [*dict.fromkeys([*targets, *screen.var_names, *(f"NEW{i}" for i in range(9))])]
    known = pd.DataFrame(rng.normal(size=(len(named), 3)), named)
    known.to_csv(box / "known.csv")
    rng, kinds = np.random.default_rng(0), np.array(["DMSO", "DMSO", "A", "B"])
    plate = AnnData(rng.poisson(rng.gamma(2, 20, 50), (48, 50)).astype(np.float32))
    plate.obs["compound"] = kinds[np.arange(48) % 4]
    plate.write_h5ad(box / "plate.h5ad")
    asked, _ = get_model("bimamba").example()
    labels = asked.obs["perturbation"].astype(str)
    asked = [p for p in dict.fromkeys(labels) if p != "control" and "+" not in p][:4]
    pd.DataFrame(dict(target_gene=asked, n_cells=5)).to_csv(box / "pert_counts.csv", index=False)
    (box / "gene_names.csv").write_text("\n".join(get_model("bimamba").example()[0].var_names))
    (box / "ready").touch()


def command(words, folder):
    "A command of the package on what was given; {box}, {out} and {other} stand for places"
    places = dict(box=folder.parent.parent / "given", out=folder)
    with redirect_stderr(StringIO()) as said:
        refused = cellbook_command([w.format(**places) for w in words])
    print(said.getvalue(), file=sys.stderr)
    if refused and "--resume" in said.getvalue() and "--resume" not in words:  # what its killed call left
        return command([*words, "--resume"], folder)
    if refused:
        raise OSError("refused, as the line above says")


def answered(folder):
    "Every file's name, and the numbers that are in it"
    found = {}
    for p in sorted(folder.rglob("*")):
        name = str(p.relative_to(folder))
        if ".zarr/" in name or name.startswith("log") or p.is_dir() and p.suffix != ".zarr" or p.parent.name == "tb":
            continue
        found[name] = ""
        if p.suffix in (".h5ad", ".zarr") and (note := _made(p)):
            a = read(p)
            found[name] = {k: np.asarray(v).tobytes() for k, v in a.obsm.items()} | dict(files=note["files"])
        elif p.suffix == ".csv":
            table = pd.read_csv(p)
            timed = [c for c in table if c in ("seconds", "fit_seconds", "peak_gb")]
            found[name] = table.drop(columns=timed).to_csv()
        elif p.suffix == ".safetensors":
            tensors = {k: v for k, v in load_file(p).items() if k != "history"}  # which holds seconds
            found[name] = {k: v.float().numpy().tobytes() for k, v in tensors.items()}
        elif p.name == "made.json":
            found[name] = sorted(json.loads(p.read_text())["files"])
    return found


_CUT = ["--keep", "bulk_labels=CD14+ Monocyte"]
STEPS = {  # the words of a command, and those that make it another one; None: it goes on with what is there
    "predict": ("predict {box}/cae {box}/cells.h5ad --out {out}/a.h5ad", _CUT),
    "predict-zarr": ("predict {box}/cae {box}/cells.zarr --out {out}/a.zarr", _CUT),
    "predict-into": ("predict {box}/cae {box}/cells.h5ad --into --out {out}/a.h5ad", ["--set", "total_key="]),
    "predict-lora": ("predict {box}/lora {box}/lora.h5ad --out {out}/a.h5ad", ["--scale", "log1p"]),
    "transform": (
        "transform {box}/cae {box}/cells.h5ad --to bulk_labels=Dendritic --out {out}/a.h5ad",
        ["--no-residual"],
    ),
    "transform-zarr": ("transform {box}/cae {box}/cells.h5ad --to bulk_labels=Dendritic --out {out}/a.zarr", _CUT),
    "decompose": ("decompose {box}/cae {box}/cells.h5ad --out {out}/a", ["--genes", "3"]),
    "evaluate": ("evaluate {box}/lora {box}/lora.h5ad --cells all --out {out}/a", ["--seed", "3"]),
    "importance": ("importance {box}/lora {box}/lora.h5ad --out {out}/a", ["--top", "3"]),
    "perturb": ("perturb {box}/bimamba {box}/bimamba.h5ad --all-genes --out {out}/a.h5ad", ["--seed", "3"]),
    "rank": ("rank {box}/bimamba --controls {box}/bimamba.h5ad --out {out}/a", ["--top", "3"]),
    "effects": ("effects {box}/screen.h5ad --out {out}/a", ["--draws", "19"]),
    "recommend": ("recommend {box}/screen.h5ad --features table={box}/known.csv -n 3 --out {out}/a.csv", ["-n", "2"]),
    "submission": (
        "submission {box}/bimamba {box}/pert_counts.csv --genes {box}/gene_names.csv "
        "--controls {box}/bimamba.h5ad --out {out}/a.h5ad",
        ["--seed", "3"],
    ),
    "vst": ("vst {box}/plate.h5ad --out {out}/a.h5ad", ["--n-genes", "20"]),
    "leaderboard": (
        "leaderboard {box}/screen.h5ad --models ridge --seeds 0 --workers 1 --out {out}/a",
        ["--seeds", "0,1"],
    ),
    "drugseq": ("drugseq {box}/drugseq.h5ad {out}/a --epochs 2 --gi-steps 2", ["--seed", "3"]),
    "drugseq-resume": ("drugseq {box}/drugseq.h5ad {out}/a --epochs 2 --gi-steps 2 --resume", None),
    "tune": (
        "tune cae {box}/cells.h5ad --trials 2 --again 1 --set epochs=1 --set fields=bulk_labels "
        "--space lr=1e-3..1e-2 --out {out}/a",
        ["--seed", "3"],
    ),
    "run": ("run 10_cae -p epochs 1 --out {out}/a", ["-p", "seed", "3"]),
    "train-ridge": ("train ridge {box}/screen.h5ad --out {out}/a", ["--seed", "3"]),
    "train-plain": (
        "train cae {box}/cells.h5ad --set fields=bulk_labels --set epochs=2 --out {out}/a",
        ["--seed", "3"],
    ),
    "train": ("train cae {box}/cells.h5ad --set fields=bulk_labels --set epochs=2 --resume --out {out}/a", None),
    "train-anchored": (
        "train bimamba {box}/bimamba.h5ad --preset fast --set epochs=1 --save-every 1 --resume --out {out}/a",
        None,
    ),
    "chunks": ("chunks {box}/cells.h5ad {out}/a --chunk-cells 300", ["--metadata", "csv"]),
    "chunks-npz": ("chunks {box}/cells.h5ad {out}/a --chunk-cells 300 --form npz", ["--metadata", "csv"]),
}


def step_job(name):
    words, other = STEPS[name]
    return (lambda d: command(shlex.split(words), d)), other and (lambda d: command([*shlex.split(words), *other], d))


def changes(event, args):
    "Whether an event of Python's audit is about to change a file, and of which path"
    if event == "open":
        path, _, flags = args
        return path if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC) else None
    return args[0] if event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate") else None


def state_of(folder):
    "What is there under names that stay: (name, size, time)"
    found = (p for p in folder.rglob("*") if not any(q.suffix == ".tmp" for q in (p, *p.parents)))
    return tuple(
        sorted((str(p), s.st_size * p.is_file(), s.st_mtime_ns * p.is_file()) for p in found if (s := p.stat()))
    )


def stepped(work, folder, noted, kept=None):
    "Run in a process of its own; with `kept`, what stood in the folder before each change goes there, each state once"
    if not (pid := os.fork()):
        code, seen, busy, below = 1, {}, [], str(folder)

        def watch(event, args):
            if (
                busy
                or event[:3] not in ("ope", "os.")
                or not isinstance(path := changes(event, args), str | os.PathLike)
            ):
                return
            if str(path).startswith(below):
                busy.append(path)
                if (now := state_of(folder)) not in seen:
                    shutil.copytree(folder, kept / str(len(seen)), symlinks=True)
                    seen[now] = True
                busy.clear()

        try:
            with open(noted, "w") as log:
                os.dup2(log.fileno(), 1), os.dup2(log.fileno(), 2)
            sys.addaudithook(watch) if kept else None
            work(folder)
            code = 0
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        os._exit(code)
    assert not os.waitpid(pid, 0)[1], noted.read_text()[-1500:]


def attack_steps(name, kills, box):
    """What a command makes of what it leaves where it is killed: in an empty place, after another answer and its own.

    One run is watched: what stood there before each of its changes is what a kill at that moment leaves."""
    work, other = step_job(name.removeprefix("steps-"))
    (box / name).mkdir(parents=True)
    if not (pid := os.fork()):
        given(box / "given")
        os._exit(0)
    assert not os.waitpid(pid, 0)[1], "what the commands read could not be made"
    noted, folder, kept = box / f"{name}.log", box / name / "x", box / name / "kept"
    done, bad, all_of, began = 0, [], [], time.monotonic()
    ways = {"an empty place": None, "another answer": other, "the same answer": work}
    for called, before in ways.items():
        if not before and called != "an empty place":
            continue
        for p in (folder, kept):
            shutil.rmtree(p, ignore_errors=True), p.mkdir()
        if before:
            stepped(before, folder, noted)
        stepped(work, folder, noted, kept)
        want, share = answered(folder), kills // 3 + (before is None) * (kills % 3)
        all_of.append(len(list(kept.iterdir())))
        for k in sorted(random.sample(range(all_of[-1]), min(share, all_of[-1]))):
            shutil.rmtree(folder)
            shutil.copytree(kept / str(k), folder, symlinks=True)
            stepped(work, folder, noted)
            got, done = answered(folder), done + 1
            odd = [f for f in want if got.get(f) != want[f]] + [f"{f} is left" for f in got if f not in want]
            if odd := [*odd, *map(str, folder.rglob("*.tmp"))]:
                bad.append(f"state {k} of {all_of[-1]}, {called}: {odd}")
    assert not bad, f"{name}: {len(bad)} of {done}: " + "\n    ".join(["", *bad[:20]])
    took = time.monotonic() - began
    return f"{name:16} {done:4} of {'+'.join(map(str, all_of))} states that a kill leaves, equal files, {took:5.1f} s"


def partly_trained(folder):
    "A run that was stopped by its disk holds a state that can be read, or none."
    if (folder / "run/last.safetensors").exists():
        read_state(folder / "run")


def ranks(name, folder):
    "Two processes under torchrun, which does not start them again"
    elastic(f"torchrun-{name}", folder, (), restarts=0, log=folder.with_suffix(".torchrun"))


JOBS = {f"train-{m}": (lambda d, m=m: train(m, d), trained, nothing, 1) for m in MODELS}
JOBS |= {"anchored": (train_anchored, trained, nothing, 1)}
JOBS |= {f"ranks-{m}": (lambda d, m=m: train(m, d), trained, nothing, 2) for m in MODELS}
JOBS |= {f"torchrun-{m}": (lambda d, m=m: train(m, d), trained, nothing, 0) for m in MODELS}
JOBS |= {f"nodes-{m}": (lambda d, m=m: train(m, d), trained, nothing, -4) for m in MODELS}
JOBS |= {f"workers-{m}": (lambda d, m=m: train(m, d, workers=1), trained, nothing, 1) for m in MODELS}
JOBS |= {f"full-{m}": (lambda d, m=m: train(m, d), trained, partly_trained, -1) for m in MODELS}
JOBS |= {f"disk-{m}": (lambda d, m=m: train(m, d), trained, partly_trained, -2) for m in MODELS}
JOBS |= {f"disk-torchrun-{m}": (lambda d, m=m: ranks(m, d), trained, partly_trained, -2) for m in MODELS}
JOBS |= {f"store-{f}": (lambda d, f=f: store(f, d), stored, partly_stored, 1) for f in ("native", "npz")}
JOBS |= {"predict": (predict, predicted, partly_predicted, 1), "leaderboard": (compare, compared, nothing, 1)}
JOBS |= {"workers-leaderboard": (lambda d: compare(d, 2), compared, nothing, 1)}
JOBS |= {f"steps-{k}": (None, None, nothing, -3) for k in STEPS}
JOBS |= {f"disk-{k}": (*JOBS[k][:3], -2) for k in ("store-native", "store-npz", "predict", "leaderboard")}


def start(work, folder, ranks):
    "Fork a process for each rank; their numbers."
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    pids = []
    for rank in range(ranks):
        if pid := os.fork():
            pids.append(pid)
            continue
        code = 1
        try:
            where = dict(RANK=rank, LOCAL_RANK=rank, WORLD_SIZE=ranks, MASTER_ADDR="127.0.0.1", MASTER_PORT=port)
            if ranks > 1:
                os.environ |= {k: str(v) for k, v in where.items()}
            with open(folder / f"log{rank}", "a") as log:
                os.dup2(log.fileno(), 1), os.dup2(log.fileno(), 2)
            work(folder)
            code = 0
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        os._exit(code)
    return pids


def run(work, folder, ranks, limit=None):
    "Whether the processes came to their end; those still there after `limit` seconds are killed."
    pids, began = start(work, folder, ranks), time.monotonic()
    while limit is None or time.monotonic() - began < limit:
        if all(os.waitid(os.P_PID, p, os.WEXITED | os.WNOHANG | os.WNOWAIT) for p in pids):
            break
        time.sleep(0.002)
    for p in random.sample(pids, ranks):
        os.kill(p, signal.SIGKILL)  # one that has ended is not touched
    codes = [os.waitpid(p, 0)[1] for p in pids]
    if any(os.WIFEXITED(c) and os.WEXITSTATUS(c) for c in codes) and not any(os.WIFSIGNALED(c) for c in codes):
        raise AssertionError((folder / "log0").read_text()[-2000:])
    return not any(os.WIFSIGNALED(c) for c in codes)


def workers_of(pid):
    "The processes that a process started"
    found = []
    for t in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):  # a thread that has ended meanwhile
            found += map(int, (t / "children").read_text().split())
    return found


def elastic(name, folder, pauses, limit=600, restarts=99, log=None):
    """Train on two processes under torchrun, and after each pause kill one of the two; how many were killed.

    torchrun ends the other and starts both again, which go on from the last state."""
    noted = log or folder / "log"
    log, command = open(noted, "a"), [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2"]
    command += ["--max-restarts", str(restarts), "--standalone", __file__, "--worker", name, str(folder)]
    # torch 2.13 keeps one store over all attempts, where the next finds the addresses of the killed and waits for them
    env = os.environ | dict(TORCH_DISABLE_SHARE_RDZV_TCP_STORE="1")
    killed, job, began = 0, subprocess.Popen(command, stdout=log, stderr=log, env=env), time.monotonic()

    def until(met):
        "Wait for something, or for the end of the job; a job that hangs says where"
        while job.poll() is None and not met():
            time.sleep(0.01)
            if time.monotonic() > began + limit:
                [os.kill(p, signal.SIGUSR1) for p in workers_of(job.pid)]
                time.sleep(2)
                job.terminate()
                job.wait()
                raise AssertionError(f"not at its end after {limit:.0f} s: {noted.read_text()[-3000:]}")
        return job.poll() is None

    for pause in pauses:
        then = time.monotonic() + pause
        if not until(lambda: time.monotonic() > then) or not until(lambda: len(workers_of(job.pid)) == 2):
            break
        if not (both := workers_of(job.pid)):
            break
        os.kill(random.choice(both), signal.SIGKILL)
        killed += 1
        until(lambda: not set(workers_of(job.pid)) & set(both))  # torchrun has seen it
    until(lambda: False)
    if job.returncode:
        said = noted.read_text()
        lines = [line for line in said.splitlines() if "could not be written" in line and "Error:" in line]
        raise AssertionError(lines[-1].partition("Error: ")[2] if lines and not restarts else said[-2000:])
    return killed


def attack_torchrun(name, kills, box):
    "Kill one of two processes so many times; a line of what was found"
    alone = box / name / "alone"
    alone.mkdir(parents=True)
    began = time.monotonic()
    elastic(name, alone, ())
    seconds, want, done, runs = time.monotonic() - began, trained(alone), 0, 0
    while done < kills:
        folder = box / name / f"{runs}"
        folder.mkdir()
        pauses = [random.uniform(0.2, 1) * seconds for _ in range(min(3, kills - done))]
        done += elastic(name, folder, pauses, 60 + 12 * seconds)
        got, runs = trained(folder), runs + 1
        odd = [k for k in want if got.get(k) != want[k]] + [k for k in got if k not in want]
        assert not odd, f"{name}: {', '.join(odd)} differ after a kill; {folder}"
        shutil.rmtree(folder)
    return f"{name:16} {done:4} kills, {runs:3} runs finished with equal bits, {seconds:5.1f} s alone"


def below(pid):
    "A process and all that it started, the oldest first"
    found = [pid]
    for p in found:
        with suppress(OSError):
            found += workers_of(p)
    return found


def two_nodes(name, folder, meeting, pause=None, limit=600):
    """One start of a job on two nodes, both on this machine, as `cellbook submit` words it; whether it came to its end.

    After the pause all processes of one node die at once. What is left is told to stop, as SLURM does, also before it
    has found out by itself."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        meet = f"localhost:{s.getsockname()[1]}"
    line = [*job_line([], 1, 2, meet, meeting)[:-2], __file__, "--worker", name, str(folder)]
    with open(folder / "log", "a") as log:
        nodes = [subprocess.Popen(line, stdout=log, stderr=log) for _ in range(2)]
    began, ended = time.monotonic(), lambda: all(p.poll() is not None for p in nodes)
    while not ended() and (pause is None or time.monotonic() - began < pause):
        time.sleep(0.01)
        assert time.monotonic() - began < limit, f"not at its end: {(folder / 'log').read_text()[-2000:]}"
    if killed := not ended():
        [os.kill(p, signal.SIGKILL) for p in below(random.choice([p for p in nodes if p.poll() is None]).pid)]
        time.sleep(random.uniform(0, 2))
        left = [q for p in nodes if p.poll() is None for q in below(p.pid)]
        [p.terminate() for p in nodes]
        then = time.monotonic() + 30
        while not ended() and time.monotonic() < then:
            time.sleep(0.01)
        for p in left:  # nothing goes on writing when the job is started again
            with suppress(OSError):
                os.kill(p, signal.SIGKILL)
        [p.wait() for p in nodes]
    elif any(p.returncode for p in nodes):
        raise AssertionError((folder / "log").read_text()[-2000:])
    return not killed


def attack_nodes(name, kills, box):
    "Kill one of two nodes so many times, each time the job is started again as it was; a line of what was found"
    alone = box / name / "alone"
    alone.mkdir(parents=True)
    two_nodes(name, alone, "0")  # compiles and fills caches
    shutil.rmtree(alone)
    alone.mkdir()
    began = time.monotonic()
    two_nodes(name, alone, "0")
    seconds, want, done, runs = time.monotonic() - began, trained(alone), 0, 0
    while done < kills:
        folder = box / name / f"{runs}"
        folder.mkdir()
        for again in range(4):  # killed at most four times, then left alone
            if done >= kills or two_nodes(name, folder, f"{runs}-{again}", random.uniform(0.3, 1) * seconds):
                break
            done += 1
        two_nodes(name, folder, f"{runs}-end")
        got, runs = trained(folder), runs + 1
        odd = [k for k in want if got.get(k) != want[k]] + [k for k in got if k not in want]
        assert not odd, f"{name}: {', '.join(odd)} differ after a node was killed; {folder}"
        shutil.rmtree(folder)
    return f"{name:16} {done:4} nodes killed, {runs:3} runs finished with equal bits, {seconds:5.1f} s alone"


def filled(work, folder, room):
    "Whether the work came to its end where no file may have more than `room` bytes; what it said where it did not"
    noted = folder.with_suffix(".log")
    if not (pid := os.fork()):
        code = 1
        try:
            with open(noted, "w") as log:
                os.dup2(log.fileno(), 1), os.dup2(log.fileno(), 2)
            most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
            resource.setrlimit(resource.RLIMIT_FSIZE, (min(room, 2**62), most))
            try:
                work(folder)
                code = 0
            except BaseException as error:
                resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
                print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return not code, f"ended with {code}: {noted.read_text()}"


def mount(folder, size, how=""):
    "A disk of so many bytes at a folder, or other room on the one that is there"
    command = ["mount", "-t", "tmpfs", "-o", f"{how}size={size}", "none", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert not done.returncode, f"no disk of its own can be mounted here: {done.stderr.strip()}"


def disk_filled(work, folder, room):
    "The same on a disk of so many bytes"
    there = os.path.ismount(folder)
    s = os.statvfs(folder)
    held = (s.f_blocks - s.f_bfree) * s.f_frsize if there else 0  # a disk cannot become smaller than what is on it
    mount(folder, min(max(room, held), 2**30), "remount," * there)
    return filled(work, folder, 2**62)


def attack_full(name, kills, box, run=filled):
    "Let one job run into a full disk so many times, at every amount of room; a line of what was found"
    work, result, partly, _ = JOBS[name]
    alone = box / name / "alone"
    alone.mkdir(parents=True)
    began = time.monotonic()
    ended, said = filled(work, alone, 2**62)
    assert ended, said
    seconds, want, done, runs = time.monotonic() - began, result(alone), 0, 0
    sizes = [p.stat().st_size for p in alone.rglob("*") if p.is_file()]
    sizes = sizes if run is filled else [sum(sizes)]  # of a file, or of the disk
    while done < kills:
        folder = box / name / f"{runs}"
        folder.mkdir()
        try:
            for _ in range(4):
                if done >= kills:
                    break
                ended, said = run(work, folder, max(4096, int(random.choice(sizes) * random.uniform(0.1, 1))))
                if ended:
                    break
                lines, done = [line for line in said.splitlines() if "could not be written" in line], done + 1
                assert len(lines) == 1 and str(folder) in lines[0], f"{name}: {said[-2000:]}"
                assert not list(folder.rglob("*.tmp")), f"{name}: {list(folder.rglob('*.tmp'))} left behind"
                partly(folder)
            ended, said = run(work, folder, 2**62)
            assert ended, f"{name}, with room again: {said[-2000:]}"
            got, runs = result(folder), runs + 1
            odd = [k for k in want if got.get(k) != want[k]] + [k for k in got if k not in want]
            assert not odd, f"{name}: {', '.join(odd)} differ after a full disk; {folder}"
        finally:
            if os.path.ismount(folder):
                subprocess.run(["umount", "-l", str(folder)], check=True)
        shutil.rmtree(folder)
    return f"{name:16} {done:4} full disks, {runs:3} runs finished with equal bits, {seconds:5.1f} s alone"


def attack_disk(name, kills, box):
    "The same on a disk of its own"
    return attack_full(name, kills, box, disk_filled)


def attack(name, kills, box):
    "Kill one job so many times; a line of what was found."
    work, result, partly, ranks = JOBS[name]
    alone = box / name / "alone"
    alone.mkdir(parents=True)
    run(work, alone, ranks)  # compiles and fills caches
    shutil.rmtree(alone)
    alone.mkdir()
    began = time.monotonic()
    run(work, alone, ranks)
    seconds, want, done, runs = time.monotonic() - began, result(alone), 0, 0
    while done < kills:
        folder = box / name / f"{runs}"
        folder.mkdir()
        for again in range(4):  # killed at most four times, then left alone
            if done >= kills or run(work, folder, ranks, random.uniform(0, 0.9) * seconds):
                break
            done += 1
            partly(folder)
        run(work, folder, ranks)
        got, runs = result(folder), runs + 1
        odd = [k for k in want if got.get(k) != want[k]] + [k for k in got if k not in want]
        assert not odd, f"{name}: {', '.join(odd)} differ after a kill; {folder}"
        shutil.rmtree(folder)
    return f"{name:16} {done:4} kills, {runs:3} runs finished with equal bits, {seconds:5.1f} s alone"


def main(kills=24, only="", seed=0):
    random.seed(int(seed))
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    names = [n for n in JOBS if n.startswith(tuple(only.split(",")))]
    box, total, failed = Path(tempfile.mkdtemp(prefix="cellbook-kill-")), 0, 0
    for i, name in enumerate(names):
        share = int(kills) // len(names) + (i < int(kills) % len(names))
        try:
            how = {0: attack_torchrun, -1: attack_full, -2: attack_disk, -3: attack_steps, -4: attack_nodes}.get(
                JOBS[name][3], attack
            )
            print(how(name, share, box), flush=True)
        except AssertionError as error:
            failed += 1
            print(f"{name:16} FAILED: {error}", flush=True)
        else:
            total += share
    print(f"{total} kills, {failed} jobs failed" + (f"; see {box}" if failed else ""))
    if not failed:
        shutil.rmtree(box)
    return failed


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        faulthandler.register(signal.SIGUSR1, all_threads=True)
        torch.set_num_threads(1)
        warnings.simplefilter("ignore")
        JOBS[sys.argv[2]][0](Path(sys.argv[3]))
    else:
        sys.exit(main(*sys.argv[1:]))
