"""The options that `adgo validate` and `python -m adgo.shacl` have in common."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from adgo.cli.validate import validate
from adgo.cli.validate_help import GROUPS
from adgo.shacl.arguments import arguments_parser
from adgo.shacl.options import OPTIONS, CheckOption
from adgo.shacl.reporting.formats import FORMATS

EACH = pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)


@EACH
def test_both_commands_have_the_option_with_the_same_default(option: CheckOption) -> None:
    name = option.name.removeprefix("--").replace("-", "_")
    context = validate.make_context("validate", ["data.ttl", "--isolated"])
    other = vars(arguments_parser().parse_args(["data.ttl", "--shapes", "shapes.ttl"]))
    # An option that may be repeated is a tuple in one library and a list in the other.
    assert (context.params[name] or None) == (other[name] or None)


@EACH
def test_a_wrong_value_is_wrong_usage_in_both_commands(
    option: CheckOption, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {
        "choice": ["nonsense"],
        "format": ["nonsense"],
        "count": ["-1", "1.5"],
        "seconds": ["-1", "nan", "inf"],
    }
    for value in wrong.get(option.kind, []):
        assert CliRunner().invoke(validate, ["--isolated", f"{option.name}={value}"]).exit_code == 2, value
        with pytest.raises(SystemExit) as caught:
            arguments_parser().parse_args(["data.ttl", "--shapes", "shapes.ttl", f"{option.name}={value}"])
        assert caught.value.code == 2, value
        assert option.name in capsys.readouterr().err


def test_each_option_of_the_command_is_in_one_group_of_the_help() -> None:
    grouped = sorted(name for names in GROUPS.values() for name in names)
    options = [each for each in validate.params if isinstance(each, click.Option)]
    assert grouped == sorted(max(each.opts, key=len) for each in options if each.name != "isolated")


def test_the_formats_are_those_that_are_written() -> None:
    [option] = (each for each in OPTIONS if each.name == "--format")
    assert list(option.choices) == list(FORMATS)
