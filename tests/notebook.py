"""Runs the cells of a notebook without Jupyter. `python tests/notebook.py FILE` writes their outputs into the file."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import re
import sys
from pathlib import Path
from typing import Any

#: What changes with the data and the version, and with what it is compared.
_VARYING = (re.compile(r"data [0-9a-f]{12}"), "data …"), (re.compile(r"ADGO [0-9][\w.-]*"), "ADGO …")


def code_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the cells with code."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def run(notebook: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """Return the outputs of each cell with code, as nbformat 4 has them."""
    names: dict[str, object] = {}
    return [_run("".join(cell["source"]), place, names) for place, cell in enumerate(code_cells(notebook), 1)]


def _run(source: str, number: int, names: dict[str, object]) -> list[dict[str, Any]]:
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    printed, value = io.StringIO(), None
    with contextlib.redirect_stdout(printed):
        exec(compile(ast.Module(body, []), f"cell {number}", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), f"cell {number}", "eval"), names)
    outputs: list[dict[str, Any]] = []
    if printed.getvalue():
        outputs.append({"name": "stdout", "output_type": "stream", "text": _lines(printed.getvalue())})
    if value is not None:
        data = {"text/plain": _lines(repr(value))}
        if hasattr(value, "_repr_html_"):
            data = {"text/html": _lines(value._repr_html_()), **data}
        shown = {"data": data, "execution_count": number, "metadata": {}, "output_type": "execute_result"}
        outputs.append(shown)
    return outputs


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def comparable(outputs: list[Any]) -> str:
    """Return outputs as a text without what changes with the data and the version."""
    text = json.dumps(outputs, indent=1, ensure_ascii=False, sort_keys=True)
    for pattern, name in _VARYING:
        text = pattern.sub(name, text)
    return text


def write(path: Path) -> None:
    """Run a notebook and store its outputs in it."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for number, (cell, outputs) in enumerate(zip(code_cells(notebook), run(notebook), strict=True), 1):
        cell.update(execution_count=number, outputs=outputs)
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
