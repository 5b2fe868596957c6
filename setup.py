"""Hand the version and the requirement lists of settings.ini to setuptools, notebooks and type stubs to the wheel; the
rest is in pyproject.toml."""

from configparser import ConfigParser
from pathlib import Path
from runpy import run_path
from shutil import copyfile

from setuptools import setup
from setuptools.command.build_py import build_py

root = Path(__file__).resolve().parent
ini = ConfigParser(delimiters="=")
ini.read(root / "settings.ini", encoding="utf-8")
cfg = ini["DEFAULT"]
suffix = "_requirements"
extras = {k.removesuffix(suffix): v.split() for k, v in cfg.items() if k.endswith(suffix)}


class WithNotebooks(build_py):
    "Chapters and building blocks travel as cellbook/notebooks, where `cellbook run` looks for them outside a clone."

    def run(self):
        super().run()
        if self.editable_mode:
            return
        for path in (root / "nbs").rglob("*.ipynb"):
            if path.parent.name in ("bench", ".ipynb_checkpoints"):
                continue
            target = Path(self.build_lib) / "cellbook" / "notebooks" / path.relative_to(root / "nbs")
            target.parent.mkdir(parents=True, exist_ok=True)
            copyfile(path, target)
        run_path(str(root / "tools" / "stubs.py"))["write_stubs"](Path(self.build_lib) / "cellbook")


setup(
    version=cfg["version"],
    install_requires=cfg["requirements"].split(),
    extras_require=extras,
    cmdclass={"build_py": WithNotebooks},
)
