"""What the user set once: `config.toml` in the local folder (`AGLS_LOCAL`, else the platform's configuration folder)."""

from __future__ import annotations

from evaluator import resources
from evaluator.errors import FaultyInput, Faute, Unreadable, cause


def auteur_configure() -> str | None:
    """`auteur = "Nom, fonction, organisme"` of `config.toml`, or None. Raises `FaultyInput` where the file is wrong."""
    local = resources.dossier_local()
    if local is None:
        return None
    chemin = local / "config.toml"
    try:
        if not chemin.is_file():
            return None
        octets = chemin.read_bytes()
    except OSError as erreur:
        raise Unreadable(f"{chemin} : configuration illisible ({cause(erreur)})") from None
    import tomllib  # 2 ms, where there is a file only

    from evaluator.questionnaire.reader import decoder  # as above

    try:
        lu = tomllib.loads(decoder(octets, str(chemin)))
    except tomllib.TOMLDecodeError as erreur:
        raise FaultyInput([Faute(f"configuration illisible ({erreur})", str(chemin))]) from None
    auteur = lu.get("auteur")
    if auteur is not None and not isinstance(auteur, str):
        raise FaultyInput([Faute('« auteur » : texte attendu, par exemple "Nom, fonction, organisme"', str(chemin))])
    return auteur
