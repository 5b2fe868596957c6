"""Type stubs for the wheel: each module with the methods that its story adds by `@patch` inside their class.

A type checker does not run `@patch`, so to it `CAE.from_adata` or `store.bind` would not exist. `setup.py` writes
the stubs beside the modules of a wheel; a clone has none.
"""

import ast
import gc
from pathlib import Path


def patched(node: ast.stmt) -> tuple[list[str], str]:
    "Classes that a function is patched onto, and how: '', classmethod or property; no classes for any other statement"
    if not isinstance(node, ast.FunctionDef) or not node.decorator_list:
        return [], ""
    how = ast.unparse(node.decorator_list[0])
    if how.split("(")[0] != "patch" or not (first := node.args.args[0]).annotation:
        return [], ""
    kind = "classmethod" if "cls_method=True" in how else "property" if "as_prop=True" in how else ""
    return [n.id for n in ast.walk(first.annotation) if isinstance(n, ast.Name)], kind


def bare(node: ast.FunctionDef) -> ast.FunctionDef:
    """A function without its body, where its return type is known; `__init__` keeps it, for what it sets. `obs` is of
    any type, since anndata calls it one of two.
    """
    for a in (*node.args.args, *node.args.kwonlyargs):
        a.annotation = None if a.arg == "obs" else a.annotation
    if node.returns is not None and node.name != "__init__":
        node.body = [ast.Expr(ast.Constant(...))]
    return node


def as_method(node: ast.FunctionDef, kind: str) -> ast.FunctionDef:
    "A patched function as it would stand in its class"
    node = ast.parse(ast.unparse(node)).body[0]
    of = ast.unparse(node.args.args[0].annotation)
    node.args.args[0].annotation = None
    if kind == "classmethod" and node.returns and ast.unparse(node.returns).strip("'\"") == of:
        node.returns = ast.Name("Self")  # CAE.load is a CAE
    node.decorator_list = [ast.Name(kind)] * bool(kind)
    bare(node).body = [ast.Expr(ast.Constant(...))]
    node.args.defaults = [ast.Constant(...) for _ in node.args.defaults]
    node.args.kw_defaults = [d and ast.Constant(...) for d in node.args.kw_defaults]
    return node


def forms(method: ast.FunctionDef) -> list[ast.FunctionDef]:
    "A method that gives AnnData, or a path where `out=` names one, as two overloads; any other as it is"
    names = [a.arg for a in method.args.kwonlyargs]
    if method.returns is None or ast.unparse(method.returns) != "AnnData | Path" or "out" not in names:
        return [method]
    made, at = [], names.index("out")
    for gives in ("AnnData", "Path"):
        one = ast.parse(ast.unparse(method)).body[0]
        one.decorator_list, one.returns = [ast.Name("overload")], ast.Name(gives)
        if gives == "AnnData":
            one.args.kwonlyargs[at].annotation = ast.Constant(None)
        else:
            one.args.kw_defaults[at] = None
        made.append(one)
    return made


def imports_of(tree: ast.Module, module: str) -> dict[str, ast.stmt]:
    "{name: the statement by which another module has it too}, of what a module defines or imports"
    out, package = {}, module.split(".")[:-1]
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            home = ".".join([*above, *([node.module] if node.module else [])])
            out |= {a.asname or a.name: ast.ImportFrom(home, [a], 0) for a in node.names}
        elif isinstance(node, ast.Import):
            out |= {(a.asname or a.name).split(".")[0]: ast.Import([a]) for a in node.names}
        elif isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            out[node.name] = ast.ImportFrom(module, [ast.alias(node.name)], 0)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            out[node.targets[0].id] = ast.ImportFrom(module, [ast.alias(node.targets[0].id)], 0)
    return out


def write_stubs(folder: Path) -> int:
    "Write a .pyi beside each module of a built package that has, or gives, patched methods; how many were written"
    root = folder.parent
    gc.disable()  # trees stay until the end: looking for garbage among them takes longer than all else
    files = [p for p in sorted(folder.rglob("*.py")) if p.name != "__init__.py"]
    trees = {p: ast.parse(p.read_text(encoding="utf-8")) for p in files}
    name_of = lambda p: ".".join(p.relative_to(root).with_suffix("").parts)
    known = {p: imports_of(t, name_of(p)) for p, t in trees.items()}
    home = {n.name: p for p, t in trees.items() for n in t.body if isinstance(n, ast.ClassDef)}
    more: dict[str, list] = {}
    for p, t in trees.items():
        for node in t.body:
            names, kind = patched(node)
            for c in names:
                more.setdefault(c, []).append((p, as_method(node, kind)))
    written = [p for p, t in trees.items() if any(patched(n)[0] for n in t.body) or any(home.get(c) == p for c in more)]
    for p in written:
        body, added = [], {}
        for node in trees[p].body:
            if patched(node)[0]:
                continue
            if isinstance(node, ast.ClassDef):
                node.body = [bare(n) if isinstance(n, ast.FunctionDef) else n for n in node.body]
                for where, method in more.get(node.name, []) if home[node.name] == p else []:
                    node.body += forms(method)
                    used = {n.id for n in ast.walk(method) if isinstance(n, ast.Name)} - set(known[p])
                    added |= {n: known[where][n] for n in used & set(known[where])}
            body.append(bare(node) if isinstance(node, ast.FunctionDef) else node)
            if isinstance(node, ast.ClassDef) and node.name == "CellModel":  # `load_model` gives one of any class
                node.body.append(ast.parse("def __getattr__(self, name: str) -> Any: ...").body[0])
        body = [*ast.parse("from typing import Any, Self, overload").body, *added.values(), *body]
        p.with_suffix(".pyi").write_text(ast.unparse(ast.fix_missing_locations(ast.Module(body, []))), encoding="utf-8")
    return len(written)
