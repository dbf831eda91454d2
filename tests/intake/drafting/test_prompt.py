"""The prompt for language models: what it shows is what `adgo ingest` takes."""

import json
import re

import pytest
from intake_project import ARTICLE, Project

from adgo.graph.dataset import Dataset
from adgo.intake.draft import Draft, checked
from adgo.intake.drafting.prompt import TEMPLATE, prompt
from adgo.intake.project_graph import ProjectGraph
from adgo.intake.term_finder import TermFinder


def examples() -> list[dict[str, str]]:
    blocks = re.findall(r"```json\n(.*?)```", TEMPLATE.read_text(encoding="utf-8"), re.S)
    return [json.loads(line) for line in blocks[0].splitlines()]


def test_the_prompt_has_the_schema_the_vocabulary_known_names_and_the_article(packaged: Dataset) -> None:
    graph = ProjectGraph(packaged.store)
    text = prompt(graph, ARTICLE, "005")
    assert text.endswith(f"{ARTICLE}\n")
    schema = re.findall(r"```json\n(.*?)```", text, re.S)[1]
    assert json.loads(schema)["title"] == "Draft of a claim"
    assert "- `id:Momenta`: Momenta\n" in text
    assert "- `adgo:Trial`: " in text
    for modality in ("Asserted", "Planned", "Conditional", "Forecast", "Hedged", "Denied"):
        assert f"`{modality}`" in text
    terms = TermFinder(packaged.store)
    named = re.search(r"## Predicates\n\n(.*?)\n\n", text, re.S)
    assert named
    found = re.findall(r"`(\S+)`", named[1])
    assert len(found) > 50
    for name in found:
        assert terms.property(name)


def test_the_examples_of_the_prompt_are_valid_drafts() -> None:
    assert len(examples()) == 2
    for record in examples():
        assert isinstance(checked(record, "example"), Draft)


@pytest.mark.full
def test_the_examples_of_the_prompt_become_claims_on_their_article(project: Project) -> None:
    found, code = project.ingest(*examples())
    assert (code, found["refused"]) == (0, [])
    assert [each["is_new"] for each in found["accepted"]] == [True, True]


@pytest.mark.full
def test_drafts_and_prompt_of_a_registered_article_are_printed(project: Project) -> None:
    path = str(project.texts / "005.txt")
    drafted = project.run("draft", path)
    assert drafted.exit_code == 0
    records = [json.loads(line) for line in drafted.stdout.splitlines()]
    assert {each["source"] for each in records} == {"005"}
    assert {"id:Momenta", "id:Toyota", "id:Uber"} <= {each["subject"] for each in records}
    printed = project.run("draft", path, "--prompt")
    assert '`"source": "005"`' in printed.output.replace("Write `", "`")
    assert printed.exit_code == 0
    _, code = project.ingest(*records)
    assert code == 0
