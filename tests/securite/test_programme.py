"""What the program never does, read in its own source: no shell, no code from a file, no network but the local server's."""

from __future__ import annotations

import ast
import json
from functools import cache
from pathlib import Path

import pytest

import evaluator
from tests.securite.audit import bilan

RACINE = Path(evaluator.__file__).parent
SOURCES = sorted(RACINE.rglob("*.py"))

MODULES = {
    "pickle", "marshal", "shelve", "dill", "ctypes", "runpy", "code", "codeop", "pty", "commands", "telnetlib", "ftplib",
    "smtplib", "poplib", "imaplib", "xmlrpc", "urllib.request", "http.client", "http.server", "requests", "httpx", "urllib3",
}  # fmt: skip
# Of the modules that could be misused, who uses them, and what for.
RESERVES = {
    "subprocess": {"serveur/enfant.py"},  # the interface in a browser: a list of arguments, never a line
    "socket": {"serveur/service.py", "dossier/verrou.py"},  # 127.0.0.1; the name of the machine
    "webbrowser": {"serveur/invitation.py"},  # a file of the user's
    "aiohttp": {"serveur/application.py", "serveur/service.py"},
    "multiprocessing": {"ouvriers.py"},  # many dossiers, between processes of ours
    "importlib": {"report/formats/__init__.py", "cli/serveur.py", "report/signature.py", "serveur/pages.py"},  # fixed names
}
APPELS = {
    "eval", "exec", "compile", "__import__", "os.system", "os.popen", "os.execv", "os.execvp", "os.spawnv", "os.startfile",
    "yaml.load", "yaml.full_load", "yaml.unsafe_load", "yaml.load_all", "tempfile.mktemp", "subprocess.run",
    "subprocess.Popen", "subprocess.call", "subprocess.getoutput",
    "asyncio.create_subprocess_shell", "random.random", "random.choice",
}  # fmt: skip


def _nom(noeud: ast.expr) -> str:
    if isinstance(noeud, ast.Name):
        return noeud.id
    return f"{_nom(noeud.value)}.{noeud.attr}" if isinstance(noeud, ast.Attribute) else "?"


LUES = (ast.Import, ast.ImportFrom, ast.Call, ast.Subscript, ast.Constant)


@cache
def _noeuds() -> list[tuple[str, ast.AST]]:
    """What is looked at, of every module: read once."""
    return [
        (fichier.relative_to(RACINE).as_posix(), noeud)
        for fichier in SOURCES
        for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8")))
        if isinstance(noeud, LUES)
    ]


def test_nothing_runs_text_and_nothing_calls_out() -> None:
    trouves, vus = [], {nom: set[str]() for nom in RESERVES}
    for ou, noeud in _noeuds():
        noms: list[str] = []
        if isinstance(noeud, ast.Import):
            noms = [a.name for a in noeud.names]
        elif isinstance(noeud, ast.ImportFrom) and noeud.module:
            noms = [noeud.module, *(f"{noeud.module}.{a.name}" for a in noeud.names)]
        for nom in noms:
            tete = nom.split(".")[0]
            if nom in MODULES or tete in MODULES:
                trouves.append((ou, nom))
            if tete in RESERVES:
                vus[tete].add(ou)
            if nom == "asyncio.subprocess":
                vus["subprocess"].add(ou)
        if isinstance(noeud, ast.Call):
            if _nom(noeud.func) in APPELS:
                trouves.append((ou, _nom(noeud.func)))
            if any(k.arg == "shell" for k in noeud.keywords):
                trouves.append((ou, "shell="))
    assert not trouves
    assert {nom: sorted(ou - RESERVES[nom]) for nom, ou in vus.items() if ou - RESERVES[nom]} == {}
    assert {nom for nom, ou in vus.items() if not ou} == set(), "the list names what is no longer used"


def test_no_environment_variable_names_a_program() -> None:
    """`PAGER`, `EDITOR`, `SHELL` and the like are not read: only these are."""
    lus = set()
    for _, noeud in _noeuds():
        if isinstance(noeud, ast.Call) and _nom(noeud.func) in ("os.environ.get", "os.getenv") and noeud.args:
            lus.add(noeud.args[0].value if isinstance(noeud.args[0], ast.Constant) else _nom(noeud.args[0]))
        if isinstance(noeud, ast.Subscript) and _nom(noeud.value) == "os.environ":
            lus.add("[…]")
    assert lus == {
        "AGLS_LOCAL", "APPDATA", "LOCALAPPDATA", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "TERM", "DISPLAY",
        "WAYLAND_DISPLAY", "PHRASE", "PYTHONIOENCODING",
    }  # fmt: skip


def test_every_address_that_the_program_knows_is_a_name_space_or_the_local_server() -> None:
    adresses = {
        noeud.value
        for _, noeud in _noeuds()
        if isinstance(noeud, ast.Constant)
        and isinstance(noeud.value, str)
        and noeud.value.startswith(("http://", "https://"))
    }
    etrangeres = {
        a
        for a in adresses
        if not a.startswith(("http://www.w3.org/", "http://purl.org/", "http://schemas.openxmlformats.org/"))
    }
    assert etrangeres <= {"http://", "https://", "http://json-schema.org/draft-07/schema#"}


# — make audit ————————————————————————————————————————————————————————————————————————————————————————————————————————————

SAIN = {"name": "a", "version": "1", "vulns": []}
FAILLE = {"name": "b", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["3"]}]}
SAUTE = {"name": "c", "skip_reason": "Dependency not found on PyPI and could not be audited"}


@pytest.mark.parametrize(
    ("dependances", "code", "mot"),
    [
        ([SAIN, SAIN], 0, "2 dépendances, aucune faille connue"),
        ([SAIN, FAILLE], 1, "FAILLE CVE-1 dans b 2 ; corrigée en 3"),
        ([SAIN, SAUTE], 2, "NON VÉRIFIÉ pour 1 dépendances sur 2"),
        ([SAUTE, FAILLE], 1, "FAILLE"),
        ([], 2, "NON VÉRIFIÉ"),
    ],
)
def test_an_audit_that_looked_nothing_up_is_no_success(dependances: object, code: int, mot: str) -> None:
    dits, rendu = bilan("x.lock", json.dumps({"dependencies": dependances}), "")
    assert rendu == code
    assert mot in "\n".join(dits)


def test_a_database_that_is_not_reached_is_said() -> None:
    dits, code = bilan("x.lock", "", "Traceback…\nConnectionError: hôte inconnu\n")
    assert (dits, code) == (["x.lock : NON VÉRIFIÉ, la base des failles n’a pas répondu (ConnectionError: hôte inconnu)"], 2)
