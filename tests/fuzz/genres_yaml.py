"""Questionnaires, grids, overlays, barèmes, clauses, examples; answers files; formulas in their place."""

from __future__ import annotations

import shutil
import zlib
from pathlib import Path
from random import Random

from evaluator import resources
from evaluator.canonical import en_json
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.echange import lire_reponses
from evaluator.dossier.reponses import ETATS, SOURCES
from evaluator.errors import AglsError, FaultyInput
from evaluator.questionnaire.load import Referentiel, Sources, assembler, lire_questionnaire
from evaluator.questionnaire.models import VOLETS
from evaluator.questionnaire.reader import decoder, lire_fichier, lire_texte
from evaluator.verification import verifier
from tests.dossier import conftest as petit_questionnaire
from tests.evaluation import strategies
from tests.fuzz import arbres, formules, matiere, octets, regle, usage
from tests.fuzz.arbres import Noeud
from tests.fuzz.formules import Noms
from tests.fuzz.regle import Releve
from tests.questionnaire import synthetic

SEUL = "seul/questionnaire.yaml"  # sections in one file, over the grid of the tests of dossiers
FICHIER_ENTIER = "de plus de 4 Mo"
UN_SUR = 6  # of the accepted inputs whose report takes long


def joindre(tete: str, corps: bytes) -> bytes:
    return tete.encode() + b"\n" + corps


def separer(donnees: bytes) -> tuple[str, bytes]:
    """The first line says where the rest goes."""
    tete, _, corps = donnees.partition(b"\n")
    return tete.decode("utf-8", "replace"), corps


def hasard(donnees: bytes) -> Random:
    """The same choices each time for the same input."""
    return Random(zlib.crc32(donnees))


# — shipped files and a small questionnaire —————————————————————————————————————————————————————————————————


def _base(rng: Random) -> tuple[str, bytes]:
    livres, sain = matiere.livres(), matiere.sain()
    if rng.random() < 0.5:
        nom = rng.choice([n for n in sain if n != "reponses.yaml"])
        return f"sain/{nom}", sain[nom]
    nom = rng.choice([*livres])
    return nom, livres[nom]


def fabriquer_octets(rng: Random) -> bytes:
    nom, corps = _base(rng)
    autres = [*matiere.livres().values(), *matiere.sain().values()]
    return joindre(nom, octets.muter(corps, rng, autres))


def fabriquer_arbre(rng: Random) -> bytes:
    nom, corps = _base(rng)
    texte = arbres.en_yaml(arbres.muter(lire_texte(decoder(corps, nom), nom).arbre, rng))
    if rng.random() < 0.1:  # a key said twice
        lignes = texte.split("\n")
        rang = rng.randrange(len(lignes))
        texte = "\n".join([*lignes[:rang], lignes[rang], *lignes[rang:]])
    return joindre(nom, texte.encode("utf-8", "surrogatepass"))


def essayer(donnees: bytes, ici: Path, releve: Releve) -> None:
    """What `agls verifier` says of it; then, where it is accepted, the use of it."""
    nom, corps = separer(donnees)
    if nom == SEUL:
        _seul(donnees, corps, ici, releve)
    elif nom.startswith("sain/") and nom[5:] in matiere.sain():
        _sain(nom[5:], donnees, corps, ici, releve)
    elif nom in matiere.livres():
        _livre(nom, donnees, corps, ici, releve)


def _livre(nom: str, donnees: bytes, corps: bytes, ici: Path, releve: Releve) -> None:
    racine = Path(shutil.copytree(resources.dossier_livre(resources.QUESTIONNAIRES), ici / "questionnaires"))
    chemin = racine / nom
    chemin.write_bytes(corps)
    fichiers = {f"questionnaires/{n}" for n in matiere.livres()}
    with regle.intact(chemin), releve.etape("vérifier"):
        try:
            bilan = verifier(chemin)
        except AglsError as erreur:
            regle.refus(erreur, fichiers, ici, ligne=True, sinon=FICHIER_ENTIER)
            return
    for faute in (*bilan.fautes, *bilan.remarques):
        regle.place(faute, fichiers, ici, ligne=True, sinon=FICHIER_ENTIER)
    if bilan.fautes:
        return
    releve.issue = "accepté"
    if "/exemples/" not in nom and zlib.crc32(donnees) % UN_SUR == 0:
        locale = lire_fichier(racine / "grilles/exemple_local.yaml") if nom.endswith("exemple_local.yaml") else None
        sources = Sources(
            lire_questionnaire(racine / "annexe_1"),
            *(lire_fichier(racine / n) for n in ("grilles/defaut.yaml", "textes/clauses.yaml", "baremes/agls.yaml")),
            locale,
        )
        usage.remplir(assembler(sources), ici, releve, hasard(donnees))


def _sain(nom: str, donnees: bytes, corps: bytes, ici: Path, releve: Releve) -> None:
    base = synthetic.copier(ici)
    (base / nom).write_bytes(corps)
    fichiers = {f"questionnaire/{n}" for n in matiere.sain()}
    with regle.intact(base / nom), releve.etape("vérifier"):
        try:
            referentiel = assembler(synthetic.sources(base, locale=nom == "locale.yaml"))
        except AglsError as erreur:
            regle.refus(erreur, fichiers, ici, ligne=True, sinon=FICHIER_ENTIER)
            return
    releve.issue = "accepté"
    usage.remplir(referentiel, ici, releve, hasard(donnees))


def _seul(donnees: bytes, corps: bytes, ici: Path, releve: Releve) -> None:
    with releve.etape("vérifier"):
        try:
            sources = petit_questionnaire.sources(decoder(corps, "petit.yaml"))
            referentiel = assembler(sources)
        except AglsError as erreur:
            fichiers = {"petit.yaml", "grille.yaml", "textes.yaml", "baremes.yaml"}
            regle.refus(erreur, fichiers, ici, ligne=True, sinon=FICHIER_ENTIER)
            return
    releve.issue = "accepté"
    usage.remplir(referentiel, ici, releve, hasard(donnees))


# — generated questionnaires ————————————————————————————————————————————————————————————————————————————————

_LIBRES = ["gls", "vie", "moyens", "liens", "impayes", "equipe_2", "a", "z9"]
_TYPES = [
    "oui_non",
    "choix",
    "choix_multiple",
    "niveau",
    "entier",
    "decimal",
    "montant",
    "date",
    "texte",
    "repartition",
    "tableau",
]


def _question(rng: Random, nom: str, connus: Noms) -> dict[str, Noeud]:
    genre = rng.choice(_TYPES)
    q: dict[str, Noeud] = {"id": nom, "libelle": f"Question {nom} ?", "type": genre}
    if rng.random() < 0.3:
        q["si"] = _formule(rng, connus, "booléen")
    if rng.random() < 0.3:
        q["sans_objet"] = rng.choice(["refuse", "motif", "libre"])
    if rng.random() < 0.2:
        q["volet"] = rng.choice(VOLETS)
    if rng.random() < 0.2:
        q["commun"] = True
    if rng.random() < 0.3:
        message = rng.choice(["m", "m", f"m {{{formules.nombre(rng, connus, 1)}}}"] * 3 + ["{x}"])
        q["controles"] = [
            {
                "si": _formule(rng, connus, "booléen"),
                "gravite": rng.choice(["bloquant", "alerte", "info"]),
                "message": message,
            }
        ]
    notee = rng.random() < 0.6 and "volet" not in q and genre not in ("date", "texte", "repartition")
    if notee:
        q |= {"dimension": rng.choice(["besoin", "reponse"]), "indicateur": rng.choice(["I1", "I2"])}
    options: list[Noeud] = [{"id": o, "libelle": o} for o in rng.sample(["x", "y", "autre", "aucun"], rng.choice([2, 2, 3]))]
    match genre:
        case "choix" | "choix_multiple":
            q["options"] = options
            if notee:
                points: dict[str, Noeud] = {o["id"]: rng.choice([0, 1, 3, "1/3"]) for o in options if isinstance(o, dict)}
                q["notation"] = {"points": points, **({"cible": rng.choice([1, 2])} if genre == "choix_multiple" else {})}
        case "niveau":
            q["niveaux"] = ["a", "b", "c", "d"]
        case "oui_non" if notee:
            q["notation"] = {"sens": rng.choice(["croissant", "decroissant"])}
        case "entier" | "decimal" | "montant":
            q["max"] = rng.choice([1, 100, 10**6])
            if notee:
                q["notation"] = {"formule": f"{nom} ÷ {rng.choice([1, 100])}", "courbe": [[0, 0], [1, 1]]}
        case "repartition":
            q["categories"] = [{"id": c, "libelle": c} for c in ("u", "v")]
        case "tableau":
            q["colonnes"] = [
                {"id": f"{nom}_{i}", "libelle": "c", "type": rng.choice(["oui_non", "entier", "montant", "texte", "date"])}
                for i in range(rng.choice([1, 2, 3]))
            ]
            if notee:
                del q["dimension"], q["indicateur"]
                q["notations"] = [
                    {
                        "id": "n1",
                        "indicateur": "I1",
                        "dimension": "reponse",
                        "formule": f"nombre({nom})",
                        "courbe": [[0, 0], [3, 1]],
                    }
                ]
    return q


def _formule(rng: Random, connus: Noms, attendu: str) -> str:
    """Right most of the time."""
    if rng.random() < 0.05:
        return arbres.formule(rng, connus.par_type["nombre"] or ["x"])
    return formules.booleen(rng, connus, 2) if attendu == "booléen" else formules.nombre(rng, connus, 2)


def generer(rng: Random) -> dict[str, Noeud]:
    """The small questionnaire of the tests of dossiers, with a section of questions made up."""
    arbre = lire_texte(petit_questionnaire.QUESTIONNAIRE, "petit.yaml").arbre
    assert isinstance(arbre, dict)
    sections = arbre["sections"]
    assert isinstance(sections, list)
    inventes = rng.sample(_LIBRES, rng.choice([1, 3, 6]))
    connus = Noms.de(arbre)
    sections.append({"id": "plus", "titre": "Plus", "questions": [_question(rng, n, connus) for n in inventes]})
    connus = Noms.de(arbre)
    arbre["vigilances"] = [
        {"id": f"V{i}", "titre": "t", "gravite": rng.choice(["majeure", "mineure", "information"]),
    "si": _formule(rng, connus, "booléen"),
         "message": "m", "clauses": ["C1"]}
        for i in range(rng.choice([0, 1, 3]))
    ]  # fmt: skip
    for indicateur in arbre["indicateurs"]:  # type: ignore[union-attr]
        if rng.random() < 0.5:
            indicateur["valeur"] = _formule(rng, connus, "nombre")  # type: ignore[index, call-overload]
    return arbre  # type: ignore[return-value]


def fabriquer_genere(rng: Random) -> bytes:
    arbre: Noeud = generer(rng)
    if rng.random() < 0.4:
        arbre = arbres.muter(arbre, rng)
    return joindre(SEUL, arbres.en_yaml(arbre).encode("utf-8", "surrogatepass"))


# — one formula in its place ————————————————————————————————————————————————————————————————————————————————


def fabriquer_formule(rng: Random) -> bytes:
    """Where, and the formula."""
    ou = rng.choice(["si", "controle", "message", "valeur", "vigilance", "notation", "tableau"])
    connus = arbres.noms(lire_texte(petit_questionnaire.QUESTIONNAIRE, "petit.yaml").arbre)
    connus += ["sorties.logement", "equipe.nombre", "cofinancements.montant", "montant", "partage", "score_besoin"]
    if rng.random() < 0.3:
        return joindre(ou, arbres.formule(rng, connus).encode("utf-8", "surrogatepass"))
    noms = Noms.de(lire_texte(petit_questionnaire.QUESTIONNAIRE, "petit.yaml").arbre)
    noms.par_type["nombre"].append("neuve")
    ecrire = formules.booleen if ou in ("si", "controle", "vigilance") else formules.nombre
    texte = ecrire(rng, noms, rng.choice([1, 2, 3, 4]))
    if ou in ("notation", "tableau"):  # it reads what it scores
        texte = f"{'neuve' if ou == 'notation' else 'nombre(equipe)'} {rng.choice('+-×÷')} {texte}"
    return joindre(ou, texte.encode())


def essayer_formule(donnees: bytes, ici: Path, releve: Releve) -> None:
    ou, corps = separer(donnees)
    formule = corps.decode("utf-8", "replace")
    arbre = lire_texte(petit_questionnaire.QUESTIONNAIRE, "petit.yaml").arbre
    assert isinstance(arbre, dict)
    neuve: dict[str, Noeud] = {"id": "neuve", "libelle": "Neuve ?", "type": "entier"}
    match ou:
        case "si":
            neuve["si"] = formule
        case "controle":
            neuve["controles"] = [{"si": formule, "gravite": "bloquant", "message": "m"}]
        case "message":
            neuve["controles"] = [{"si": "nb_logements > 1", "gravite": "alerte", "message": f"m {{{formule}}} n"}]
        case "valeur":
            arbre["indicateurs"][0]["valeur"] = formule  # type: ignore[index, call-overload]
        case "vigilance":
            vigilance = {"id": "V1", "titre": "t", "gravite": "majeure", "si": formule, "message": "m", "clauses": ["C1"]}
            arbre["vigilances"] = [vigilance]  # type: ignore[list-item]
        case "notation":
            neuve |= {
                "dimension": "besoin",
                "indicateur": "I2",
                "notation": {"formule": formule, "courbe": [[0, 0], [1, 1]]},
            }
        case "tableau":
            notation = {
                "id": "n",
                "indicateur": "I1",
                "dimension": "reponse",
                "formule": formule,
                "courbe": [[0, 0], [3, 1]],
            }
            tableaux = [q for s in arbre["sections"] for q in s["questions"] if q["id"] == "equipe"]  # type: ignore[union-attr, index, call-overload]
            tableaux[0]["notations"] = [notation]  # type: ignore[index, call-overload]
    arbre["sections"][-1]["questions"].append(neuve)  # type: ignore[index, call-overload, union-attr]
    _seul(donnees, arbres.en_yaml(arbre).encode(), ici, releve)


# — answers files ———————————————————————————————————————————————————————————————————————————————————————————


def _reponse(rng: Random, question: object) -> Noeud:
    """An answer in one of the ways to write it, right or wrong."""
    try:
        valeur: Noeud = en_json(strategies.value(question, rng))
    except (ValueError, IndexError, TypeError):
        valeur = None
    match rng.randrange(8):
        case 0:
            return arbres.odd(rng)
        case 1:
            return {"valeur": arbres.muter(valeur, rng)}
        case 2:
            return {"etat": rng.choice([*ETATS, "inconnue"]), "motif": rng.choice(["m", "", None, "x" * 300])}
        case 3:
            piece = {
                "nom": "p.pdf",
                "sha256": rng.choice(["a" * 64, "A" * 64, "g"]),
                "visibilite": rng.choice(["interne", "x"]),
            }
            return {
                "note": rng.choice(arbres.TEXTES),
                "visibilite": "partagee",
                "pieces": [piece],
                "a_revoir": rng.choice([True, "oui", 1]),
            }
        case 4:
            return {
                "valeur": valeur,
                "source": rng.choice([*SOURCES, "x", None, 1]),
                "etat": rng.choice(["renseignee", None]),
            }
    return valeur


def fabriquer_reponses(rng: Random) -> bytes:
    """A whole file of answers made up, or an example, changed."""
    quoi, volet = rng.choice(["petit", "annexe"]), rng.choice(VOLETS)
    referentiel = matiere.petit() if quoi == "petit" else matiere.annexe()
    if quoi == "annexe" and rng.random() < 0.4:
        nom = rng.choice([n for n in matiere.livres() if "/exemples/" in n])
        entier = lire_texte(matiere.livres()[nom].decode(), nom).arbre
        arbre: Noeud = entier.get(volet, {}) if isinstance(entier, dict) else {}
        arbre = arbres.muter(arbre, rng)
    else:
        questions = [*referentiel.questionnaire.questions.items()]
        choisies = rng.sample(questions, min(len(questions), rng.choice([1, 5, 40])))
        arbre = {nom: _reponse(rng, q) for nom, q in choisies}
        if rng.random() < 0.3:
            arbre = arbres.muter(arbre, rng)
    corps = arbres.en_yaml(arbre).encode("utf-8", "surrogatepass")
    if rng.random() < 0.3:
        corps = octets.muter(corps, rng, [matiere.sain()["reponses.yaml"]])
    return joindre(f"{quoi} {volet}", corps)


def essayer_reponses(donnees: bytes, ici: Path, releve: Releve) -> None:
    tete, corps = separer(donnees)
    quoi, _, voulu = tete.partition(" ")
    volet = next((v for v in VOLETS if v == voulu), VOLETS[0])
    referentiel: Referentiel = matiere.petit() if quoi == "petit" else matiere.annexe()
    chemin = ici / "reponses.yaml"
    chemin.write_bytes(corps)
    with regle.intact(chemin), releve.etape("lire"):
        try:
            source = lire_fichier(chemin)
            lues = lire_reponses(source, referentiel.questionnaire, volet, partiel=True)
        except FaultyInput as erreur:
            regle.refus(erreur, {"reponses.yaml"}, ici, ligne=True, sinon=FICHIER_ENTIER)
            return
    for faute in lues.fautes:
        regle.place(faute, {"reponses.yaml"}, ici, ligne=True)
    if not lues.fautes:
        releve.issue = "accepté"
    elif not lues.reponses and not lues.annotations:
        return
    with Dossier.creer(ici / "essai.agls", referentiel) as dossier, releve.etape("importer"):
        dossier.repondre_tout(volet, lues.reponses, lues.annotations)
    usage.relire(ici / "essai.agls", releve, hasard(donnees), complet=quoi == "petit" or zlib.crc32(donnees) % UN_SUR == 0)
