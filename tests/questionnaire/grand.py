"""A questionnaire of any length, like annex I in kind: every type, sections, conditions, controls, indicators, weights.

`python -m tests.questionnaire.grand 2000 essai.agls` writes a dossier on 2 000 questions, most of them answered, for
`agls remplir`. The questionnaire is the small sound one (`sain/`) with sections added; it passes the checks of annex I.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import Reponse
from evaluator.dossier.valeurs import lire
from evaluator.questionnaire.load import Referentiel, assembler

from .synthetic import copier, remplacer, sources

PAR_SECTION = 20
TETE = """\
  - id: {nom}
    libelle: "Comment la résidence s’organise-t-elle sur le point {rang} de la gestion locative sociale ?"
    court: "Point {rang}"
    aide: "Une pratique écrite se lit dans un document daté ; une pratique orale se constate en entretien."
"""
NOTEE = "    dimension: {dimension}\n    indicateur: {indicateur}\n"
OPTIONS = """\
    options:
      - {{id: ecrit, libelle: "Oui, par écrit", aide: "Un document daté le dit."}}
      - {{id: oral, libelle: "Oui, sans écrit"}}
      - {{id: projet, libelle: "En projet"}}
      - {{id: non, libelle: "Non"}}
"""
POINTS = "{{ecrit: 3, oral: 2, projet: 1, 'non': 0}}"
NIVEAUX = """\
    type: niveau
    niveaux: ["Rien n’est prévu.", "Oral ; rien n’est écrit.", "Écrit, appliqué en partie.", "Écrit, appliqué et suivi."]
"""
# (what is proper to the type, its dimension if it is scored, an answer); a section goes through all of them
GENRES: tuple[tuple[str, str, object], ...] = (
    ("    type: oui_non\n    notation: {{sens: croissant}}\n", "reponse", True),
    ("    type: choix\n" + OPTIONS + f"    notation: {{{{points: {POINTS}}}}}\n", "reponse", "oral"),
    (
        "    type: entier\n    unite: ménages\n"
        '    notation: {{formule: "part({nom}; nb_menages)", courbe: [[0, 0], ["0,80", 1]], sens: croissant}}\n'
        '    controles: [{{si: "{nom} > nb_menages", gravite: bloquant, message: "Plus que {{nb_menages}} ménages."}}]\n',
        "besoin",
        35,
    ),
    (NIVEAUX + "    actionnable: true\n", "reponse", 2),
    (
        "    type: choix_multiple\n" + OPTIONS
        + f"    notation: {{{{points: {POINTS}, cible: 3}}}}\n",
        "reponse",
        ["ecrit", "projet"],
    ),
    (
        "    type: repartition\n    unite: ménages\n"
        "    categories: [{{id: logement, libelle: Logement}}, {{id: autre, libelle: Autre}}]\n",
        "",
        {"logement": 12, "autre": 5, "non_connu": 1},
    ),
    ("    type: texte\n    sans_objet: libre\n", "", "Rencontre avec le bailleur le 12 mars."),
    (NIVEAUX + '    si: "{premiere}"\n    masquee_compte: zero\n', "reponse", 3),
    ("    type: date\n", "", "2019-06-18"),
    (
        "    type: tableau\n    ligne: action\n    colonnes:\n"
        "      - {{id: intitule, libelle: Action, type: texte}}\n"
        "      - {{id: faite, libelle: Réalisée, type: oui_non}}\n"
        "      - {{id: touches, libelle: Ménages touchés, type: entier, total: true}}\n"
        "    notations:\n"
        "      - {{id: {nom}_faites, indicateur: {indicateur}, dimension: reponse, courbe: [[0, 0], [4, 1]],\n"
        '         formule: "nombre({nom}; faite)"}}\n',
        "",
        [{"intitule": "Permanence", "faite": True, "touches": 14}, {"intitule": "Atelier", "faite": False, "touches": 0}],
    ),
    ('    type: decimal\n    max: 100\n    unite: "%"\n', "", "82,5"),
    ("    type: montant\n", "", 12500),
)  # fmt: skip
FIXES: dict[str, object] = {
    "type_structure": "residence_sociale", "nb_logements": 86, "nb_menages": 80, "exercice": 2024,
    "type_demande": "renouvellement", "montant_demande": 20400, "agls_n1_accordee": 15000, "derogation_demandee": False,
    "cout_gls": 41000,
}  # fmt: skip


def question(rang: int) -> str:
    section, place = divmod(rang, PAR_SECTION)
    corps, dimension, _ = GENRES[place % len(GENRES)]
    morceaux = TETE + corps + (NOTEE if dimension else "")
    return morceaux.format(nom=f"q{rang:04}", rang=rang, dimension=dimension, indicateur=f"X{section}",
                           premiere=f"q{section * PAR_SECTION:04}")  # fmt: skip


def ecrire(dossier: Path, nombre: int) -> Path:
    """The questionnaire in files, `nombre` questions beside the fixed ones."""
    racine = copier(dossier)
    sections = range(-(-nombre // PAR_SECTION))
    for s in sections:
        tete = f'id: s{s}\ntitre: "Gestion locative sociale, partie {s}"\nquestions:\n'
        rangs = range(s * PAR_SECTION, min((s + 1) * PAR_SECTION, nombre))
        (racine / f"s{s}.yaml").write_text(tete + "".join(map(question, rangs)), encoding="utf-8")
    noms = ", ".join(["identification", "gls", *(f"s{s}" for s in sections)])
    remplacer(racine, "questionnaire", "[identification, gls]", f"[{noms}]")
    with (racine / "questionnaire.yaml").open("a", encoding="utf-8") as fichier:
        fichier.writelines(f'  - {{id: X{s}, axe: A{1 + s % 2}, libelle: "Partie {s}"}}\n' for s in sections)
    with (racine / "vigilances.yaml").open("a", encoding="utf-8") as fichier:
        fichier.writelines(
            f'  - {{id: VX{s}, titre: "Partie {s} faible", si: "non q{s * PAR_SECTION:04} et nb_logements ≥ 50",'
            f' gravite: mineure, clauses: [A1-PA1], message: "La partie {s} est faible."}}\n'
            for s in sections
        )
    return racine


def referentiel(nombre: int) -> Referentiel:
    with tempfile.TemporaryDirectory() as temporaire:
        return assembler(sources(ecrire(Path(temporaire), nombre)))


def creer(fichier: Path, nombre: int, *, sans: int = 4) -> Path:
    """A dossier on `nombre` questions, answered but for one question in `sans`."""
    fige = referentiel(nombre)
    questions = fige.questionnaire.questions
    donnees = {**FIXES, **{f"q{r:04}": GENRES[r % PAR_SECTION % len(GENRES)][2] for r in range(nombre) if r % sans}}
    reponses = {nom: Reponse("renseignee", lire(questions[nom], v), "document") for nom, v in donnees.items()}
    with Dossier.creer(fichier, fige) as dossier:
        dossier.repondre_tout("auto_evaluation", reponses)
    return fichier


if __name__ == "__main__":
    print(creer(Path(sys.argv[2]), int(sys.argv[1])))
