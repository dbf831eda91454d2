"""The tools as agents see them, from `tools.json`, and the check of a call's arguments."""

from __future__ import annotations

import json
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from adgo.agents.agent_error import AgentError, unknown

FOLDER = Path(__file__).parent


@cache
def tools() -> dict[str, dict[str, Any]]:
    """Return the tools by name, each with title, description, and the JSON schema of its arguments as `input`."""
    return {name: {**tool, "input": _input(tool)} for name, tool in _read("tools.json").items()}


def _input(tool: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**tool["properties"], **_read("amounts.json")},
        "required": tool["required"],
        "additionalProperties": False,
    }


def output() -> dict[str, Any]:
    """Return the JSON schema of every answer."""
    return _read("output.json")


def instructions() -> str:
    """Return what an agent is to know before it calls a tool."""
    return (FOLDER / "instructions.txt").read_text(encoding="utf-8").strip()


def check(name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a call with their defaults.

    Args:
        name: the name of the tool.
        arguments: what the agent sent.

    Raises:
        AgentError: if there is no such tool, or the arguments do not fit it.
    """
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    if name not in tools():
        raise unknown("tool", name, tools(), f"There are: {', '.join(tools())}.")
    schema = tools()[name]["input"]
    for argument in arguments:
        if argument not in schema["properties"]:
            raise AgentError(_unknown_argument(name, argument, schema["properties"]))
    missing = [each for each in schema["required"] if each not in arguments]
    if missing:
        raise AgentError(f"{name} needs the argument {missing[0]}: {_meaning(schema, missing[0])}.")
    wrong = best_match(Draft202012Validator(schema).iter_errors(dict(arguments)))
    if wrong is not None:
        at = str(wrong.absolute_path[0]) if wrong.absolute_path else "arguments"
        # The message begins with the value, which may be long, and ends with what is wrong.
        what = wrong.message if len(wrong.message) < 200 else f"the value …{wrong.message[-100:]}"
        raise AgentError(f"{at}: {what}. Expected: {_meaning(schema, at)}.")
    defaults = {key: each["default"] for key, each in schema["properties"].items() if "default" in each}
    return {**defaults, **arguments}


def _unknown_argument(name: str, argument: str, known: Mapping[str, Any]) -> str:
    near = get_close_matches(argument, known, 1)
    meant = f" Did you mean {near[0]}?" if near else ""
    return f"{name} has no argument {argument[:100]!r}.{meant} It takes: {', '.join(known)}."


def _meaning(schema: Mapping[str, Any], argument: str) -> str:
    found = schema["properties"].get(argument, {})
    return str(found.get("description", "an object with the arguments")).rstrip(".")


@cache
def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return found
