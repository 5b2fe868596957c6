"""Write README.md, and its pictures in nbs/images, from the stored outputs of nbs/index.ipynb.

With `--check` nothing is written: it fails where the files differ from what the notebook gives."""

import re
import sys
from pathlib import Path
from posixpath import join, normpath

import nbformat
from nbconvert import MarkdownExporter
from traitlets.config import Config

root = Path(__file__).resolve().parents[1]
note = "<!-- Made from nbs/index.ipynb by `make readme`: edit the notebook. -->\n\n"
code_or_link = re.compile(r'```.*?```|`[^`\n]+`|\$\$.*?\$\$|(\]\(|(?:src|href)=")(?!\w+:|[#/])([^)"\s]+)', re.S)


def directives(cell):
    return {d.replace(" ", "") for d in re.findall(r"^#\|(.+)", cell.source, re.M)}


def relink(text):
    "Make links count from the top of the repository, and drop styles and `:::` lines, which only the web pages use."
    text = re.sub(r"<style.*?</style>\s*|^:::[^\n]*\n?", "", text, flags=re.M | re.S)
    return code_or_link.sub(lambda m: m[0] if m[1] is None else m[1] + normpath(join("nbs", m[2])), text)


def prepare(cell):
    "Carry out the directives of a cell, in place."
    found = directives(cell)
    cell.source = re.sub(r"^#\|.*\n?", "", cell.source, flags=re.M).strip()
    if "echo:false" in found:
        cell.metadata["transient"] = {"remove_source": True}
    if "output:false" in found:
        cell.outputs = []
    if cell.cell_type == "markdown":
        cell.source = relink(cell.source)
    for data in (output["data"] for output in cell.get("outputs", []) if "data" in output):
        for kind in {"text/html", "text/markdown"} & data.keys():
            data[kind] = relink(data[kind])
    return cell


def build():
    "The files a current README is made of, by path."
    nb = nbformat.read(root / "nbs/index.ipynb", 4)
    nb.metadata["language_info"] = {"name": "python"}
    hidden = {"hide", "include:false", "export"}
    nb.cells = [prepare(c) for c in nb.cells if c.cell_type != "raw" and not directives(c) & hidden]
    name = {"output_filename_template": "index_{cell_index}_{index}{extension}"}
    exporter = MarkdownExporter(config=Config(ExtractOutputPreprocessor=name))
    text, found = exporter.from_notebook_node(nb, resources={"output_files_dir": "nbs/images"})
    text = re.sub(r"\n{3,}", "\n\n", re.sub(r"^[ \t]+$", "", text, flags=re.M)).strip()
    return {"README.md": f"{note}{text}\n".encode()} | dict(found.get("outputs", {}))


def stale(files):
    "Paths of what is not what the notebook gives, and of pictures it no longer has"
    extra = [p for p in (root / "nbs/images").glob("index_*") if p.relative_to(root).as_posix() not in files]
    old = [p for p, content in files.items() if not (root / p).is_file() or (root / p).read_bytes() != content]
    return old + [p.relative_to(root).as_posix() for p in extra]


if __name__ == "__main__":
    files = build()
    old = stale(files)
    if "--check" in sys.argv:
        sys.exit(f"not what nbs/index.ipynb gives: {', '.join(old)}: run make readme" if old else 0)
    for p in set(old) - set(files):
        (root / p).unlink()
    for p, content in files.items():
        (root / p).parent.mkdir(parents=True, exist_ok=True)
        (root / p).write_bytes(content)
