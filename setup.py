"Hand the version and the requirement lists of settings.ini to setuptools; everything static is in pyproject.toml."
from configparser import ConfigParser
from pathlib import Path

from setuptools import setup

ini = ConfigParser(delimiters="=")
ini.read(Path(__file__).with_name("settings.ini"), encoding="utf-8")
cfg = ini["DEFAULT"]
suffix = "_requirements"
extras = {k.removesuffix(suffix): v.split() for k, v in cfg.items() if k.endswith(suffix)}

setup(version=cfg["version"], install_requires=cfg["requirements"].split(), extras_require=extras)
