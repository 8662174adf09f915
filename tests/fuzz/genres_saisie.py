"""What a hand, a pipe or a spreadsheet gives: lines at the prompts, cells that are pasted, numbers and dates."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from random import Random

from evaluator import french
from evaluator.dossier import saisie
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import Reponse
from evaluator.dossier.valeurs import ValeurRefusee, ecrire, lire
from evaluator.dossier.verification import verifier
from evaluator.questionnaire.models import VOLETS, QuestionRepartition, QuestionTableau
from evaluator.ui.collage import CollageRefuse, coller
from evaluator.ui.collage_comptes import lire_comptes
from evaluator.ui.lineaire.dialogue import Arret
from evaluator.ui.lineaire.table import COMMANDES
from evaluator.ui.rangees import pleines
from evaluator.ui.session import Session
from tests.fuzz import arbres, matiere, octets, regle, usage
from tests.fuzz.genres_yaml import joindre, separer
from tests.fuzz.regle import Defaut, Releve

MOTS = [
    "", "", "1", "2", "0", "o", "n", "oui", "non", "aucun", "s", ".", "-", "1 3", "1,5", "20 400", "31/12/2024",
    "2024-02-30", "01004",
    "un texte", ":quitter", ":fin", ":retour", "::x", ":", "?", "?? plan", ":zzz", "\x03", "93", "81234567800015",
    "premiere", "2024",
    "d", "p", "constat", "~", "~personne", "99999999999999999999", "-5", "1/3", "½", "٣", "1e5", "0,0001", "é" * 50,
    "x" * 3000, "NaN",
]  # fmt: skip
ARGUMENTS = [
    "", "", "1", "1.1", "1.9", "2.3", "9.99", "A1", "montant", "aucune", "tout", "sur place", "md", "zip", "x.pdf",
    ".", "..", "~", "d",
    "motif", "impayés", "(", "[", "*", "\\", "%s", "{x}", "1.1.1.1", "-1", "١", "copie", "a/b", "\u2028", "e\u0301",
    "\udcff", "x" * 300,
]  # fmt: skip


def _ligne(rng: Random) -> str:
    match rng.randrange(10):
        case 0 | 1 | 2:
            commande = rng.choice([c for c in COMMANDES if c.nom != "quitter"])
            nom = rng.choice([commande.nom, commande.lettre or commande.nom, commande.nom[:3]])
            return f"{'' if nom.startswith('?') else ':'}{nom} {rng.choice(ARGUMENTS)}"
        case 3:
            return f":aller {rng.choice(ARGUMENTS[3:8])}"
        case 4:
            return rng.choice([t.replace("\n", " ") for t in arbres.TEXTES])
        case 5:
            return octets.muter(rng.choice(MOTS).encode("utf-8", "surrogateescape"), rng).decode("utf-8", "surrogateescape")
    return rng.choice(MOTS)


def fabriquer_prompts(rng: Random) -> bytes:
    """First the dossier, the volet and whether a hand types; then the lines."""
    quoi = rng.choice(["complet.agls", "complet.agls", "copie.agls", "pre-sorbier.agls", "vide"])
    tete = f"{quoi} {rng.choice(VOLETS)} {rng.choice(['main', 'main', 'tube'])}"
    lignes = [_ligne(rng).replace("\n", " ") for _ in range(rng.choice([3, 10, 40]))]
    return joindre(tete, "\n".join(lignes).encode("utf-8", "surrogateescape"))


def essayer_prompts(donnees: bytes, ici: Path, releve: Releve) -> None:
    tete, corps = separer(donnees)
    if len(mots := tete.split(" ")) != 3 or mots[1] not in VOLETS:
        return
    chemin = ici / "dossier.agls"
    if mots[0] in matiere.dossiers():
        chemin.write_bytes(matiere.dossiers()[mots[0]])
    else:
        Dossier.creer(chemin, matiere.annexe()).fermer()
    dites: list[str] = []
    with contextlib.chdir(ici), Dossier.ouvrir(chemin, ecriture=True, auteur=matiere.MARIE) as dossier:
        session = Session(dossier, mots[1])  # type: ignore[arg-type]  # tested above
        try:
            with releve.etape("séance"):
                lignes = re.split("\r?\n", corps.decode("utf-8", "surrogateescape"))
                dites = usage.visiter(session, lignes, main=mots[2] == "main")
            releve.issue = "accepté"
        except Arret as arret:
            regle.mots(str(arret), ici)
            if not str(arret).startswith("ligne "):
                raise Defaut("arrêt sans sa ligne", str(arret)[:300]) from None
        finally:
            session.dossier.fermer()
    for dite in dites:
        if dite.startswith(("Refusé", "\aÉchec", "Échec")):
            regle.mots(dite, ici)
    if chemin.exists() and (fautes := verifier(chemin)):
        raise Defaut("séance qui laisse un dossier fautif", str(fautes[0])[:300])


# — cells that are pasted ———————————————————————————————————————————————————————————————————————————————————


def _tableaux() -> list[QuestionTableau]:
    return [
        q
        for r in (matiere.petit(), matiere.annexe())
        for q in r.questionnaire.questions.values()
        if isinstance(q, QuestionTableau)
    ]


def _cellule(rng: Random, q: QuestionTableau) -> str:
    colonne = rng.choice(q.colonnes)
    if colonne.options and rng.random() < 0.4:
        return rng.choice(colonne.options).libelle
    return rng.choice(
        [*MOTS, *arbres.TEXTES, colonne.libelle, colonne.id, "12 000 €", "30 %", '"', '"a\tb"', "oui", "01/02/2024 00:00:00"]
    )


def fabriquer_collage(rng: Random) -> bytes:
    tableaux = _tableaux()
    rang = rng.randrange(len(tableaux))
    q = tableaux[rang]
    largeur = rng.choice([1, len(q.colonnes), len(q.colonnes) + 3])
    rangees = [[_cellule(rng, q) for _ in range(largeur)] for _ in range(rng.choice([1, 3, 30, 600]))]
    if rng.random() < 0.5:
        rangees.insert(0, [c.libelle for c in rng.sample(q.colonnes, len(q.colonnes))])
    saut = rng.choice(["\n", "\r\n", "\r"])
    texte = saut.join("\t".join(r) for r in rangees).encode("utf-8", "surrogateescape")
    if rng.random() < 0.4:
        texte = octets.muter(texte, rng)
    return joindre(f"{rang} {rng.choice([0, 0, 1, 5])} {rng.randrange(len(q.colonnes))}", texte)


def essayer_collage(donnees: bytes, ici: Path, releve: Releve) -> None:
    tete, corps = separer(donnees)
    if not re.fullmatch(r"\d{1,2} \d \d{1,2}", tete):
        return
    numero, rang, champ = map(int, tete.split(" "))
    tableaux = _tableaux()
    q = tableaux[numero % len(tableaux)]
    texte = corps.decode("utf-8", "replace")
    try:
        with releve.etape("coller"):
            collage = coller(q, ({q.colonnes[0].id: "x"},), rang, champ % len(q.colonnes), texte)
    except CollageRefuse as erreur:
        regle.mots(str(erreur), ici)
    else:
        for refusee in collage.refusees:
            regle.mots(refusee.raison, ici)
        with contextlib.suppress(saisie.ReponseRefusee):
            saisie.normaliser(q, Reponse("renseignee", pleines(collage.apres)))
        releve.issue = "accepté"
    for r in (matiere.petit(), matiere.annexe()):
        for question in r.questionnaire.questions.values():
            if isinstance(question, QuestionRepartition):
                with contextlib.suppress(CollageRefuse), releve.etape("comptes"):
                    comptes = lire_comptes([(c.id, c.libelle) for c in question.categories], rang, texte)
                    with contextlib.suppress(ValeurRefusee):
                        lire(question, dict(comptes.textes))
                break


# — one value ———————————————————————————————————————————————————————————————————————————————————————————————


def fabriquer_valeur(rng: Random) -> bytes:
    """One answer as it is typed, for every question."""
    texte = "".join(
        rng.choice([*MOTS, *arbres.TEXTES, " ", "/", "-", ",", "€", "%"]) for _ in range(rng.choice([1, 1, 2, 4]))
    )
    brut = texte.encode("utf-8", "surrogateescape")
    return octets.muter(brut, rng) if rng.random() < 0.4 else brut


def essayer_valeur(donnees: bytes, ici: Path, releve: Releve) -> None:
    """Refused in words, or a value that is read back as it was written."""
    texte = donnees.decode("utf-8", "replace")
    with releve.etape("lire"):
        french.lire_nombre(texte)
        french.lire_date(texte)
        for r in (matiere.petit(), matiere.annexe()):
            for question in r.questionnaire.questions.values():
                try:
                    valeur = lire(question, texte)
                except ValeurRefusee as erreur:
                    if not str(erreur).strip():
                        raise Defaut("refus sans mots", question.type) from None
                    regle.mots(str(erreur), ici)
                    continue
                releve.issue = "accepté"
                if lire(question, ecrire(valeur)) != valeur:
                    raise Defaut(f"valeur changée par l’écriture, {question.type}", f"{texte!r} → {valeur!r}"[:300])
