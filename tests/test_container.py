"""The Dockerfile: what it says, its steps as far as they run without Docker, and all of it where a daemon runs."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from documents import check_command

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "Dockerfile").read_text(encoding="utf-8")
#: Instruction and arguments of each step, in order.
STEPS = [
    (word, " ".join(rest.split()))
    for word, rest in re.findall(
        r"^([A-Z]+) (.*)$",
        re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", TEXT, flags=re.MULTILINE)),
        re.MULTILINE,
    )
]


def arguments(instruction: str) -> list[str]:
    return [rest for word, rest in STEPS if word == instruction]


def ignored(path: Path) -> bool:
    """Return whether .dockerignore leaves a file of the checkout out: the last pattern that fits decides."""
    answer = False
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        if any(fits(place, line.removeprefix("!")) for place in (path, *path.parents)):
            answer = not line.startswith("!")
    return answer


def fits(place: Path, pattern: str) -> bool:
    if pattern.startswith("**/"):
        return place.match(pattern.removeprefix("**/"))
    return len(place.parts) == pattern.count("/") + 1 and place.match(pattern)


def test_it_builds_in_one_stage_and_runs_in_another_on_a_supported_python() -> None:
    versions = [re.fullmatch(r"python:(3\.\d+)-slim(?: AS build)?", each) for each in arguments("FROM")]
    assert len(versions) == 2
    supported = re.findall(r"Python :: (3\.\d+)", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {each.group(1) for each in versions if each} <= set(supported)
    assert all(versions)


def test_it_runs_as_a_user_without_privileges() -> None:
    """By number, so that an orchestrator can check it; and nothing is installed after that."""
    words = [word for word, _ in STEPS]
    last = len(words) - 1 - words[::-1].index("USER")
    user, group = map(int, STEPS[last][1].split(":"))
    assert min(user, group) >= 1000
    assert not {"RUN", "COPY", "ADD", "FROM"} & set(words[last:])
    assert f"--uid {user}" in " ".join(arguments("RUN"))


def test_it_names_no_host_and_no_secret() -> None:
    steps = "\n".join(rest for word, rest in STEPS if word != "HEALTHCHECK")
    assert not re.search(r"://|index.url|trusted.host|curl|wget|password|token", steps, re.IGNORECASE)
    assert not arguments("ADD")


def test_it_starts_a_command_that_exists() -> None:
    [program], [options] = arguments("ENTRYPOINT"), arguments("CMD")
    check_command(" ".join([*json.loads(program), *json.loads(options)]))
    port = json.loads(options)[-1]
    assert arguments("EXPOSE") == [port]


def health_check(port: int) -> int:
    """Return the exit code of the health check, which is asked of another port."""
    [step] = arguments("HEALTHCHECK")
    program, *options = json.loads(step.split("CMD ", 1)[1])
    assert program == "python", "curl is not in the image"
    words = [each.replace("8000", str(port)) for each in options]
    return subprocess.run([sys.executable, *words], check=False, capture_output=True).returncode


@pytest.mark.parametrize(("status", "is_healthy"), [(200, True), (503, False), (404, False)])
def test_the_health_check_asks_the_server(status: int, is_healthy: bool) -> None:
    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/health" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        assert (health_check(server.server_port) == 0) is is_healthy
        server.shutdown()


def test_a_server_that_does_not_answer_is_not_healthy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert health_check(port) != 0


def test_the_versions_of_the_lock_are_its_constraints(tmp_path: Path) -> None:
    [step] = [each for each in arguments("RUN") if "constraints.txt" in each and "grep" in each]
    shutil.copy(ROOT / "requirements.lock", tmp_path)
    subprocess.run(["sh", "-ec", step], cwd=tmp_path, check=True)
    constraints = (tmp_path / "constraints.txt").read_text(encoding="utf-8").splitlines()
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert len(constraints) == len(re.findall(r"^\S+==", locked, re.MULTILINE)) > 50
    assert all(re.fullmatch(r"[\w.\[\]-]+==[\w.]+( ; .*[^\\])?", each) for each in constraints)


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        ("src/adgo/cli/serve.py", False),
        ("ontology/adgo.ttl", False),
        ("ontology/.adgoignore", False),
        ("web/build.py", False),
        ("web/package-lock.json", False),
        ("LICENSE", False),
        ("requirements.lock", False),
        ("src/adgo/__pycache__/x.pyc", True),
        ("src/adgo/server/static/vendor/yasqe.min.js", True),
        ("web/node_modules/n3/package.json", True),
        (".git/config", True),
        (".venv/bin/python", True),
        ("tests/test_container.py", True),
    ],
)
def test_what_the_build_sees(name: str, left_out: bool) -> None:
    assert ignored(Path(name)) is left_out


@pytest.mark.full
def test_what_the_build_sees_is_enough_for_the_wheel(tmp_path: Path) -> None:
    """Without the network, so without the assets from npm."""
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    for name in tracked:
        if not ignored(Path(name)) and (ROOT / name).exists():
            (tmp_path / "source" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / "source" / name)
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run(
        [*build, "--wheel-dir", tmp_path, tmp_path / "source"],
        env=os.environ | {"ADGO_WEB_ASSETS": "skip"},
        check=True,
    )
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    code = {name.removeprefix("src/") for name in tracked if name.startswith("src/")}
    graph = {f"adgo/files/{name}" for name in tracked if re.match(r"(ontology|data|shapes|seeds)/", name)}
    assert {name for name in code | graph if (ROOT / "src" / name).exists()} - inside == set()


@pytest.mark.full
def test_the_image_is_built_and_becomes_healthy_on_a_read_only_file_system() -> None:
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "info"], capture_output=True, check=False).returncode:
        pytest.skip("no Docker daemon runs here")
    subprocess.run([docker, "build", "--quiet", "-t", "adgo:test", ROOT], check=True)
    start = [docker, "run", "--detach", "--rm", "--read-only", "--tmpfs", "/tmp", "--health-interval=2s"]
    container = subprocess.run(
        [*start, "adgo:test"], check=True, capture_output=True, text=True
    ).stdout.strip()
    try:
        state = ""
        for _ in range(60):
            look = [docker, "inspect", "--format", "{{.State.Health.Status}}", container]
            state = subprocess.run(look, check=True, capture_output=True, text=True).stdout.strip()
            if state == "healthy":
                break
            time.sleep(1)
        assert state == "healthy"
        asked = [docker, "exec", container, "adgo", "query", "partnerships", "--format", "csv"]
        assert "Volkswagen" in subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    finally:
        subprocess.run([docker, "stop", container], check=True, capture_output=True)
