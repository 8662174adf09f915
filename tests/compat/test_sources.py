"""What no module may lean on: a system, a locale, the encoding of a console. Read off the sources, without running them.

`mypy --platform win32` and `--platform darwin` (`make compat`) know which names a system lacks; here is the rest.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.compat.arbres import MODULES, RACINE, arbre, noeuds

# Not on every system. What is imported inside a function is so behind a test, or where it is known to be there.
POSIX = {"fcntl", "grp", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty", "posix", "crypt", "curses"}
WINDOWS = {"msvcrt", "winreg", "winsound", "nt"}
# Depends on who runs it, or is not everywhere, without mypy seeing it.
INTERDITS = {
    ("time", "tzset"), ("time", "strftime"), ("os", "fork"), ("os", "system"), ("os", "popen"), ("os", "getlogin"),
    ("locale", "setlocale"), ("locale", "format_string"), ("locale", "currency"), ("locale", "strcoll"),
    ("multiprocessing", "Process"), ("multiprocessing", "Pool"), ("multiprocessing", "set_start_method"),
    ("os", "get_terminal_size"),
}  # fmt: skip
PERMIS = {("evaluator/cli/avancement.py", "get_terminal_size")}  # within a `try`
ECRITURES = {"open", "read_text", "write_text", "fdopen", "NamedTemporaryFile", "TemporaryFile", "TextIOWrapper"}


def ou(fichier: Path, noeud: ast.AST) -> str:
    return f"{fichier.relative_to(RACINE).as_posix()}:{getattr(noeud, 'lineno', 0)}"


def _importes(noeud: ast.stmt) -> set[str]:
    if isinstance(noeud, ast.Import):
        return {alias.name.partition(".")[0] for alias in noeud.names}
    if isinstance(noeud, ast.ImportFrom):
        return {(noeud.module or "").partition(".")[0]}
    return set()


def _au_chargement(corps: list[ast.stmt], systeme: str = "") -> Iterator[tuple[ast.stmt, str]]:
    """What a module does when it is imported, with the test of `sys.platform` that it stands behind."""
    for noeud in corps:
        yield noeud, systeme
        if isinstance(noeud, ast.If):
            test = ast.unparse(noeud.test)
            yield from _au_chargement(noeud.body, test if "sys.platform" in test else systeme)
            yield from _au_chargement(noeud.orelse, f"not ({test})" if "sys.platform" in test else systeme)
        elif isinstance(noeud, ast.ClassDef | ast.With):
            yield from _au_chargement(noeud.body, systeme)
        elif isinstance(noeud, ast.Try):  # an import that may fail is not taken for one that is guarded
            for suite in (noeud.body, *(h.body for h in noeud.handlers), noeud.orelse, noeud.finalbody):
                yield from _au_chargement(suite, systeme)


def fautes_d_import(module: ast.Module) -> list[int]:
    gardes = {**dict.fromkeys(POSIX, "sys.platform != 'win32'"), **dict.fromkeys(WINDOWS, "sys.platform == 'win32'")}
    return [
        noeud.lineno
        for noeud, systeme in _au_chargement(module.body)
        if any(nom in gardes and systeme != gardes[nom] for nom in _importes(noeud))
    ]


def test_no_module_of_one_system_is_imported_at_start() -> None:
    assert [f"{f}:{ligne}" for f in MODULES for ligne in fautes_d_import(arbre(f))] == []
    assert fautes_d_import(ast.parse("import fcntl")) == [1]
    assert fautes_d_import(ast.parse("try:\n    import pwd\nexcept ImportError:\n    pwd = None")) == [2]
    a_l_envers = ast.parse("if sys.platform != 'win32':\n    import fcntl\nelse:\n    import termios")
    assert fautes_d_import(a_l_envers) == [4]
    assert fautes_d_import(ast.parse("def f():\n    import readline")) == []


def test_nothing_leans_on_the_locale_or_on_one_system() -> None:
    trouves = [
        ou(f, n)
        for f in MODULES
        for n in noeuds(f)
        if isinstance(n, ast.Attribute)
        and isinstance(n.value, ast.Name)
        and (n.value.id, n.attr) in INTERDITS
        and (f.relative_to(RACINE).as_posix(), n.attr) not in PERMIS
    ]
    assert trouves == []


def _sans_encodage(appel: ast.Call) -> bool:
    """A text file opened in the encoding of the machine."""
    nom = appel.func.attr if isinstance(appel.func, ast.Attribute) else getattr(appel.func, "id", "")
    if nom not in ECRITURES or any(m.arg == "encoding" for m in appel.keywords):
        return False
    if isinstance(appel.func, ast.Attribute) and getattr(appel.func.value, "id", "") in ("os", "webbrowser", "_zip"):
        return nom == "fdopen" and not _binaire(appel)  # `os.open` gives bytes
    if isinstance(appel.func, ast.Attribute) and ast.unparse(appel.func.value) in ("self._zip",):
        return False  # bytes
    return not _binaire(appel)


def _binaire(appel: ast.Call) -> bool:
    donnes = [*appel.args, *(m.value for m in appel.keywords if m.arg == "mode")]
    modes = [a.value for a in donnes if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    return any("b" in mode and len(mode) < 4 for mode in modes)


def test_every_text_file_is_opened_in_a_known_encoding() -> None:
    assert [ou(f, n) for f in MODULES for n in noeuds(f) if isinstance(n, ast.Call) and _sans_encodage(n)] == []
    for faux in ("open(p)", "p.open('w')", "p.read_text()", "p.write_text(t)", "os.fdopen(d, 'w')"):
        assert _sans_encodage(ast.parse(faux, mode="eval").body)  # type: ignore[arg-type]


DIRECTIVE = re.compile(r"%[-#_EO]?[a-zA-Z]")
NUMERIQUES = {f"%{c}" for c in "dmYHMSfj"}


def _formats_de_dates(fichier: Path) -> Iterator[tuple[ast.AST, str]]:
    for n in noeuds(fichier):
        if isinstance(n, ast.FormattedValue) and n.format_spec is not None:
            yield n, "".join(str(p.value) for p in ast.walk(n.format_spec) if isinstance(p, ast.Constant))
        elif isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr in ("strftime", "strptime"):
            yield from ((n, a.value) for a in n.args if isinstance(a, ast.Constant) and isinstance(a.value, str))


def test_dates_are_written_with_figures_and_ascii_only() -> None:
    """« %A » and « %B » speak the language of the machine; Windows encodes the format itself in its code page, and knows no
    « %-d »."""
    vus = [(ou(f, n), texte) for f in MODULES for n, texte in _formats_de_dates(f) if DIRECTIVE.search(texte)]
    assert len(vus) >= 5
    assert [(place, t) for place, t in vus if not t.isascii() or set(DIRECTIVE.findall(t)) - NUMERIQUES] == []


def test_no_string_names_a_place_of_one_system() -> None:
    """A path written with its separators; `/dev/null` is `os.devnull`."""
    absolu = re.compile(r"^(?:/(?:tmp|dev|etc|usr|home|var|proc)/|[A-Za-z]:\\)")
    trouves = [
        ou(f, n) for f in MODULES for n in noeuds(f)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and absolu.match(n.value)
    ]  # fmt: skip
    assert trouves == []


@pytest.mark.parametrize("motif", ["*.py", "*.yaml", "*.j2", "*.typ", "*.toml", "Makefile", "*.md"])
def test_the_sources_are_utf8_with_line_feeds(motif: str) -> None:
    dossiers = [RACINE / d for d in ("evaluator", "questionnaires", "report_templates", "docs")]
    fichiers = [f for d in dossiers for f in d.rglob(motif)] + list(RACINE.glob(motif))
    assert fichiers
    for fichier in fichiers:
        octets = fichier.read_bytes()
        octets.decode("utf-8")
        assert not octets.startswith(b"\xef\xbb\xbf"), fichier
        assert b"\r" not in octets, fichier


def test_no_two_files_differ_by_their_capitals_alone() -> None:
    """The disks of Windows and macOS would keep one of the two."""
    ignores = {".git", ".venv", "build", "dist", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
    vus: dict[str, str] = {}
    for dossier in ("evaluator", "questionnaires", "report_templates", "docs", "tests", "bench"):
        for fichier in (RACINE / dossier).rglob("*"):
            if ignores & set(fichier.parts):
                continue
            nom = fichier.relative_to(RACINE).as_posix()
            assert vus.setdefault(nom.casefold(), nom) == nom
            assert not re.search(r'[<>:"|?*\\]|[. ]$', fichier.name), nom  # a checkout would fail there
            assert len(nom) < 160, nom  # 260 with the folder of the checkout
