"""Runs the steps of a composite action as GitHub's runner does: expressions, env files, one shell for each step."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
#: What the runner calls for `shell: bash`.
BASH = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail")


@dataclass
class ActionRun:
    """What a run of an action did: outputs, what was printed, the calls of other actions, and whether it failed."""

    outputs: dict[str, str] = field(default_factory=dict)
    printed: str = ""
    errors: str = ""
    summary: str = ""
    uses: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    failed: bool = False


class CompositeAction:
    """An action's steps; the steps named in `without` are not run."""

    def __init__(self, file: Path, without: tuple[str, ...] = ()) -> None:
        self.file, self.without = file, without
        self.action: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))

    def run(self, workspace: Path, temporary: Path, environment: dict[str, str], **inputs: str) -> ActionRun:
        """Run the steps in a workspace; inputs have underscores for hyphens."""
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        declared = self.action["inputs"]
        assert set(given) <= set(declared), "a runner warns about unexpected inputs"
        assert all(name in given for name, about in declared.items() if about.get("required"))
        known = {
            f"inputs.{name}": given.get(name, about.get("default", "")) for name, about in declared.items()
        }
        known |= {"github.action_path": str(self.file.parent), "runner.temp": str(temporary)}
        found = ActionRun()
        for step in self.action["runs"]["steps"]:
            if step["name"] in self.without or not self._is_wanted(step, known, found):
                continue
            if "uses" in step:
                filled = {name: self._filled(value, known) for name, value in step["with"].items()}
                found.uses.append((step["uses"], filled))
            else:
                self._run_step(step, known, found, workspace, temporary, environment)
        for name, about in self.action["outputs"].items():
            found.outputs[name] = self._filled(about["value"], known)
        return found

    def _run_step(
        self,
        step: dict[str, Any],
        known: dict[str, str],
        found: ActionRun,
        workspace: Path,
        temporary: Path,
        environment: dict[str, str],
    ) -> None:
        assert step["shell"] == "bash"
        assert "${{" not in step["run"], "an expression in a script would let an input become a command"
        output, summary, script = (temporary / f"_{name}" for name in ("output", "summary", "script.sh"))
        output.write_text("", encoding="utf-8")
        script.write_text(step["run"], encoding="utf-8")
        own = {name: self._filled(value, known) for name, value in step.get("env", {}).items()}
        files = {"GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary)}
        done = subprocess.run(
            [*BASH, str(script)],
            cwd=workspace,
            env={**os.environ, **environment, **own, **files},
            capture_output=True,
            text=True,
            check=False,
        )
        found.printed += done.stdout
        found.errors += done.stderr
        found.failed = found.failed or done.returncode != 0
        found.summary = summary.read_text(encoding="utf-8") if summary.exists() else ""
        for line in output.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            known[f"steps.{step.get('id')}.outputs.{name}"] = value

    def _filled(self, text: str, known: dict[str, str]) -> str:
        return _EXPRESSION.sub(lambda match: self._value(match[1], known), str(text))

    @staticmethod
    def _value(expression: str, known: dict[str, str]) -> str:
        if expression.startswith("steps."):
            return known.get(expression, "")
        return known[expression]

    def _is_wanted(self, step: dict[str, Any], known: dict[str, str], found: ActionRun) -> bool:
        """Return whether a step runs: after a failure only if its condition asks for the status."""
        condition = step.get("if")
        if condition is None:
            return not found.failed
        terms = condition.removeprefix("${{").removesuffix("}}").strip().split(" && ")
        has_status = any(term in ("!cancelled()", "always()") for term in terms)
        return (has_status or not found.failed) and all(self._holds(term, known) for term in terms)

    def _holds(self, term: str, known: dict[str, str]) -> bool:
        if term in ("!cancelled()", "always()"):
            return True
        left, operator, right = term.split(" ")
        return (self._value(left, known) == right.strip("'")) is (operator == "==")
