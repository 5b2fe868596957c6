"""A real SLURM of two nodes on this machine, a training on both, and nodes that die at random moments.

    python tools/slurm.py 10 [FOLDER]   # kills; as root, on Debian: its packages are unpacked in FOLDER, not installed

`cellbook submit --nodes 2 train …` runs once undisturbed. Then all processes of one node, its slurmd too, are killed;
SLURM finds the node down, ends what is left of the job and queues it again, and it goes on when the node is back. At
most four times a job; every job must end in the bits of the undisturbed one."""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from kill import trained

from cellbook.data import pbmc68k

PACKAGES = "slurmd slurmctld slurm-client slurm-wlm-basic-plugins munge libmunge2 libhwloc15".split()
NODES = [socket.gethostname(), "localhost"]  # both are this machine, by names that it can look up
TRAIN = "train cae cells.h5ad --set fields=phase --set epochs=40 --save-every 1 --out".split()
CONF = """ClusterName=two
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
SlurmUser=root
AuthType=auth/none
CredType=cred/none
PluginDir={plugins}
StateSaveLocation={box}/state
SlurmdSpoolDir={box}/%n
SlurmdPidFile={box}/%n.pid
SlurmctldPidFile={box}/slurmctld.pid
SlurmctldLogFile={box}/slurmctld.log
SlurmdLogFile={box}/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
SlurmdTimeout=10
KillWait=5
PartitionName=p Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


def free_ports(n):
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(n)]
        [s.bind(("127.0.0.1", 0)) for s in sockets]
        return [s.getsockname()[1] for s in sockets]


class Queue:
    "Two slurmd and a slurmctld, whose files are all in one folder"

    def __init__(self, box):
        self.box, self.root, self.daemons = box, box / "root", {}
        if not self.root.is_dir():
            subprocess.run(["apt-get", "download", "-q", *PACKAGES], cwd=box, check=True)
            for p in box.glob("*.deb"):
                subprocess.run(["dpkg", "-x", str(p), str(self.root)], check=True)
        plugins, ports = next(self.root.glob("usr/lib/*/slurm-wlm")), free_ports(3)
        text = CONF.format(host=NODES[0], plugins=plugins, box=box, port=ports.pop())
        for n in NODES:
            text += f"NodeName={n} NodeHostname={NODES[0]} NodeAddr=127.0.0.1 Port={ports.pop()} "
            text += f"CPUs={os.cpu_count()} RealMemory=4000 State=UNKNOWN\n"
        (box / "slurm.conf").write_text(text)
        os.environ |= dict(SLURM_CONF=str(box / "slurm.conf"), LD_LIBRARY_PATH=f"{plugins.parent}:{plugins}")
        os.environ["PATH"] = f"{self.root}/usr/bin:{os.environ['PATH']}"
        (box / "state").mkdir(exist_ok=True)
        self.run("slurmctld-wlm", "-D", "-c")
        time.sleep(2)
        for n in NODES:
            self.up(n)
        until(lambda: said("sinfo", "-h", "-o", "%D %T") == "2 idle", 60)

    def run(self, name, *words):
        with open(self.box / "daemons.log", "a") as log:
            how = dict(stdout=log, stderr=log, start_new_session=True)
            self.daemons[name, *words] = subprocess.Popen([str(self.root / "usr/sbin" / name), *words], **how)

    def up(self, node):
        (self.box / node).mkdir(exist_ok=True)
        self.run("slurmd-wlm", "-D", "-N", node, "-d", str(self.root / "usr/sbin/slurmstepd-wlm"))

    def processes(self, node):
        "The slurmd of a node, its steps and their tasks"
        found, steps = [p.pid for words, p in self.daemons.items() if node in words and p.poll() is None], set()
        for p in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                own = dict(e.split("=", 1) for e in (p / "environ").read_text(errors="replace").split("\0") if "=" in e)
                if own.get("SLURMD_NODENAME") == node and own.get("SLURM_CONF") == os.environ["SLURM_CONF"]:
                    found.append(int(p.name))
                    parent = int((p / "stat").read_text().rsplit(")", 1)[1].split()[1])
                    steps |= {parent} if "slurmstepd" in Path(f"/proc/{parent}/cmdline").read_text() else set()
        return [*found, *steps]

    def down(self, node):
        ends = self.processes(node)
        for how in (signal.SIGSTOP, signal.SIGKILL):  # at once: a node that dies cannot report how its script ended
            for p in ends:
                with suppress(OSError):
                    os.kill(p, how)
        for p in (self.box / node).glob("job*"):  # or its slurmd finds the script there, and SLURM holds the job back
            shutil.rmtree(p)

    def close(self):
        for n in NODES:
            self.down(n)
        for p in self.daemons.values():
            p.kill()
            p.wait()


def said(*words, cwd=None):
    return subprocess.run(words, capture_output=True, text=True, check=True, cwd=cwd).stdout.strip()


def until(met, limit):
    then = time.monotonic() + limit
    while not met():
        assert time.monotonic() < then, f"not so after {limit} s: {said('squeue')}\n{said('sinfo')}"
        time.sleep(0.3)


def job_facts(job):
    return dict(w.split("=", 1) for w in said("scontrol", "show", "job", job, "-o").split() if "=" in w)


def submitted(box, out):
    how = "--nodes 2 --cpus 1 --memory 2 --time 120 --sbatch requeue --json".split()
    return json.loads(said("cellbook", "submit", *how, *TRAIN, f"{out}/run", cwd=box))["job"]


def ended(job, queue, kills=0, within=None):
    "How often a node was killed before the job had completed"
    done, state = 0, lambda: job_facts(job)["JobState"]
    while (now := state()) != "COMPLETED":
        assert now in ("PENDING", "CONFIGURING", "RUNNING", "COMPLETING"), f"job {job}: {job_facts(job)}"
        if now == "PENDING":  # SLURM waits two minutes otherwise
            subprocess.run(["scontrol", "update", f"jobid={job}", "starttime=now"], capture_output=True)
        if now == "RUNNING" and done < kills:
            then, again = time.monotonic() + random.uniform(0.1, 0.9) * within, job_facts(job)["Restarts"]
            while time.monotonic() < then and state() == "RUNNING":
                time.sleep(0.3)
            if state() != "RUNNING":
                continue
            queue.down(node := random.choice(NODES))
            done += 1
            until(lambda: job_facts(job)["Restarts"] != again or state() == "COMPLETED", 120)
            queue.up(node)
            print(f"job {job}: {node} was killed, {state().lower()} again", flush=True)
        time.sleep(0.5)
    return done


def main(kills=10, folder="", seed=0):
    random.seed(int(seed))
    box = Path(folder or tempfile.mkdtemp(prefix="cellbook-slurm-")).resolve()
    box.mkdir(exist_ok=True)
    pbmc68k()[:400, :200].write_h5ad(box / "cells.h5ad")
    os.environ |= dict(OMP_NUM_THREADS="1")
    done, runs, queue = 0, 0, Queue(box)
    try:
        job = submitted(box, "alone")
        until(lambda: job_facts(job)["JobState"] == "RUNNING", 120)
        began = time.monotonic()
        ended(job, queue)
        seconds, want = time.monotonic() - began, trained(box / "alone")
        while done < int(kills):
            done += ended(submitted(box, f"{runs}"), queue, min(4, int(kills) - done), seconds)
            got, runs = trained(box / f"{runs}"), runs + 1
            odd = [k for k in want if got.get(k) != want[k]] + [k for k in got if k not in want]
            assert not odd, f"{', '.join(odd)} differ after nodes were killed; {box}"
    finally:
        queue.close()
    print(f"{done} nodes killed, {runs} jobs ended in the bits of one that nobody disturbed ({seconds:.0f} s); {box}")


if __name__ == "__main__":
    main(*sys.argv[1:])
