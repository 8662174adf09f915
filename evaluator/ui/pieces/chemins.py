"""From what was typed or pasted to a path: bare, quoted, escaped or `file://`, as terminals and file managers give it."""

from __future__ import annotations

import os
import shlex
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from evaluator.errors import Unreadable

WINDOWS = os.name == "nt"


def lire_chemin(texte: str, base: Path) -> Path:
    """The path that `texte` names, relative to `base`. A name with quotes or backslashes of its own is taken as it stands
    where such a file exists. Never raises: what it names may well not exist."""
    brut = texte.strip()
    tel_quel, lu = situer(brut, base), situer(sans_guillemets(brut), base)
    return tel_quel if os.path.lexists(tel_quel) else lu


def lire_chemins(texte: str, base: Path) -> tuple[Path, ...]:
    """One path, or the several that were pasted together: quoted or escaped, between spaces."""
    seul = lire_chemin(texte, base)
    mots = _mots(texte.strip())
    if os.path.lexists(seul) or len(mots) < 2:
        return (seul,)
    chemins = tuple(situer(_url(mot), base) for mot in mots)
    entiers = all(_entier(mot) or os.path.lexists(chemin) for mot, chemin in zip(mots, chemins, strict=True))
    return chemins if entiers else (seul,)  # else the spaces are those of one name


def en_une_ligne(colle: str) -> str:
    """Lines pasted together, one path each, as one line that `lire_chemins` reads."""
    lignes = [ligne.strip() for ligne in colle.splitlines() if ligne.strip()]
    return lignes[0] if len(lignes) == 1 else " ".join(ligne if _protege(ligne) else _proteger(ligne) for ligne in lignes)


def situer(lu: str, base: Path) -> Path:
    """The path of these very characters."""
    chemin = Path(lu)
    if lu.startswith("~"):
        with suppress(RuntimeError):  # no such user
            chemin = chemin.expanduser()
    return base / chemin


def nouveau_dossier(texte: str) -> Path:
    """The file of a dossier to be made, `.agls` added where it is not written; a folder stays one, and will be refused.

    Raises `Unreadable` for the home of somebody who has none.
    """
    chemin = situer(texte.strip(), Path())
    if str(chemin).startswith("~"):
        raise Unreadable(f"« {chemin.parts[0][:60]} » n’a pas de dossier personnel ici : écrivez le chemin en entier")
    if chemin.suffix == ".agls" or not chemin.name or os.path.isdir(chemin):
        return chemin
    return chemin.with_name(chemin.name + ".agls")


def sans_guillemets(brut: str) -> str:
    """What a shell would read, where the text shows that it was written for one."""
    if _protege(brut):
        mots = _mots(brut)
        if len(mots) == 1:
            return _url(mots[0])
    return brut


def _protege(brut: str) -> bool:
    return brut[:1] in ("'", '"') or brut[:5].lower() == "file:" or ("\\" in brut and not WINDOWS)


def _proteger(ligne: str) -> str:
    return f'"{ligne}"' if WINDOWS else shlex.quote(ligne)


def _entier(mot: str) -> bool:
    return mot[:1] == "~" or mot[:5].lower() == "file:" or os.path.isabs(mot)


def _mots(texte: str) -> list[str]:
    lecteur = shlex.shlex(texte, posix=True)
    lecteur.whitespace_split = True
    lecteur.commenters = ""
    if WINDOWS:  # there, a backslash separates folders
        lecteur.escape, lecteur.quotes = "", '"'
    try:
        return list(lecteur)
    except ValueError:  # a quote that is not closed: an apostrophe
        return [texte]


def _url(mot: str) -> str:
    if mot[:5].lower() != "file:":
        return mot
    with suppress(ValueError):
        lue = urlsplit(mot)
        chemin = unquote(lue.path, errors="surrogateescape")
        if WINDOWS and lue.netloc not in ("", "localhost"):  # a shared folder
            return f"//{lue.netloc}{chemin}"
        return chemin.lstrip("/") if WINDOWS and chemin[2:3] == ":" else chemin
    return mot
