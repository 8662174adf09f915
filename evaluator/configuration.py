"""What the user set once: `config.toml` in the local folder (`AGLS_LOCAL`, else the platform's configuration folder)."""

from __future__ import annotations

from evaluator import resources
from evaluator.errors import FaultyInput, Faute


def auteur_configure() -> str | None:
    """`auteur = "Nom, fonction, organisme"` of `config.toml`, or None. Raises `FaultyInput` where the file is wrong."""
    local = resources.dossier_local()
    if local is None or not (chemin := local / "config.toml").is_file():
        return None
    import tomllib  # 2 ms, where there is a file only

    try:
        lu = tomllib.loads(chemin.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as erreur:
        raise FaultyInput([Faute(f"configuration illisible ({erreur})", str(chemin))]) from None
    auteur = lu.get("auteur")
    if auteur is not None and not isinstance(auteur, str):
        raise FaultyInput([Faute('« auteur » : texte attendu, par exemple "Nom, fonction, organisme"', str(chemin))])
    return auteur
