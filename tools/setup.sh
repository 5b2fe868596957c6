#!/bin/sh
# Usage: sh tools/setup.sh EXTRAS
# Make .venv ready with the pinned requirements and this package in place; does nothing when nothing changed.
# PYTHON=/path/to/python3 chooses the interpreter, otherwise it is the newest one found.
cd "$(dirname "$0")/.." || exit 1
extras=$1
here=$(pwd -P)
python=.venv/bin/python

fail() { echo "cellbook: $*" >&2; exit 1; }
recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
whole() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

key=$({ echo "$here $extras"; cat settings.ini constraints.txt setup.py pyproject.toml; } | cksum)
[ -x $python ] && [ "$(cat .venv/installed 2>/dev/null)" = "$key" ] && exit 0

# An environment that was moved, or whose Python is gone, cannot be mended: make it anew.
if ! { recent $python && $python -m pip --version && grep -F "$here/.venv" .venv/pyvenv.cfg; } >/dev/null 2>&1; then
    found= chosen=
    try() { recent "$1" && found=$1 && whole "$1" && chosen=$1; }
    if [ -n "$PYTHON" ]; then try "$PYTHON"
    else for name in python3.14 python3.13 python3.12 python3.11 python3; do try $name && break; done
    fi
    [ -n "$found" ] || fail "no Python 3.11 or newer (tried ${PYTHON:-python3.14 to python3.11 and python3}):" \
        "install one, or name it with 'make PYTHON=/path/to/python3 ...'"
    [ -n "$chosen" ] || fail "$found cannot make virtual environments:" \
        "install its venv module (Debian, Ubuntu: apt install ${found##*/}-venv) and run make again"
    rm -rf .venv
    "$chosen" -m venv .venv || { rm -rf .venv; fail "could not make .venv with $chosen: see the message above"; }
fi

rm -f .venv/installed
echo "Installing cellbook[$extras] into .venv with $($python --version): a few minutes, log in .venv/install.log"
if ! $python -m pip install --disable-pip-version-check -c constraints.txt -e ".[$extras]" >.venv/install.log 2>&1; then
    grep '^ *ERROR' .venv/install.log | tail -n 5 >&2
    fail "installation failed (whole log: .venv/install.log): check the network and the free space on disk and run make again;" \
        "if it fails with this Python, remove .venv and name another with 'make PYTHON=python3.11 ...'"
fi
$python tools/compile.py >>.venv/install.log 2>&1 ||
    echo "cellbook: what numba compiles is left to the first run (see the end of .venv/install.log)" >&2
echo "$key" >.venv/installed
