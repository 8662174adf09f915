"""Every parameter in force, and whose it is: the circulaire's, the tool's, or the service's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from evaluator import french
from evaluator.evaluation.robustesse.effets import ecarts_en_mots
from evaluator.evaluation.robustesse.parametres import ACCORD, nommer, reponse_notee
from evaluator.evaluation.words import LIBELLES_ORIGINE as ORIGINES
from evaluator.evaluation.words import ORIGINE_2025
from evaluator.questionnaire.grille import GrilleLue
from evaluator.questionnaire.notation import NotationCompilee
from evaluator.questionnaire.textes import SOURCES
from evaluator.report.cellules import mesure, oui_non
from evaluator.report.formules import courbe_en_mots, en_mots
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

Ligne = tuple[str, str, str]  # path in the grid, name, value


def parametres(sujet: Sujet) -> Bloc:
    grille = sujet.referentiel.grille
    groupes: list[Affichable] = [_groupe("Barème", _bareme(sujet))]
    for titre, lignes in _grille(sujet, grille.lue):
        groupes.append(
            _groupe(
                titre, [_parametre(nom, valeur, ORIGINES[grille.origine(chemin)], chemin) for chemin, nom, valeur in lignes]
            )
        )
    groupes.append(
        _groupe("Notation des questions", [_notation(sujet, n) for n in sujet.referentiel.questionnaire.notations])
    )
    return {
        "groupes": groupes,
        "ecarts": [
            {"chemin": e.chemin, "libelle": typo(libelle), "defaut": typo(defaut), "local": typo(local)}
            for e, libelle, defaut, local in ecarts_en_mots(sujet.referentiel)
        ],
        "references": [typo(s) for s in _textes(sujet)],
        "adoption": adoption(sujet),
    }


def _groupe(titre: str, lignes: list[Bloc]) -> Bloc:
    """Parameters under one heading, which says the origin that most of them have; the others say theirs."""
    origines = Counter(str(ligne["origine"]) for ligne in lignes)
    commune = origines.most_common(1)[0][0] if origines else ""
    return {
        "titre": typo(titre),
        "origine": commune,
        "diverses": len(origines) > 1,
        "lignes": [{**ligne, "dite": "" if ligne["origine"] == commune else ligne["origine"]} for ligne in lignes],
    }


def _parametre(nom: str, valeur: str, origine: str, chemin: str) -> Bloc:
    return {"nom": typo(nom), "valeur": typo(valeur), "origine": origine, "chemin": chemin}


def adoption(sujet: Sujet) -> str:
    grille = sujet.referentiel.grille
    nom = f"Grille « {grille.lue.titre} » ({grille.lue.id} {grille.lue.version})"
    if not grille.adoptee or grille.lue.adoptee_le is None:
        return typo(f"{nom} : non adoptée par un service.")
    quand = french.jour_long(grille.lue.adoptee_le)
    return typo(f"{nom} : adoptée par {grille.lue.adoptee_par} le {quand} ({grille.lue.reference}).")


def _bareme(sujet: Sujet) -> list[Bloc]:
    bareme = sujet.bareme or sujet.referentiel.baremes.dernier_plafond
    origine = ORIGINE_2025 if bareme.mode == "forfait" else ORIGINES["circulaire"]
    lignes = [_parametre(bareme.titre, bareme.reference, origine, bareme.id)]
    for tranche in bareme.tranches:
        etendue = f"de {tranche.de} à {tranche.a} logements" if tranche.a else f"à partir de {tranche.de} logements"
        lignes.append(_parametre(f"Plafond {etendue}", french.euros(tranche.montant), origine, bareme.id))
    if bareme.derogation:
        nom = f"Dépassement, à titre exceptionnel, à partir de {bareme.derogation.a_partir_de} logements"
        lignes.append(_parametre(nom, f"{french.pourcent(bareme.derogation.taux_max)} au plus", origine, bareme.id))
    if bareme.complement_fjt:
        nom = "Complément pour un FJT, en part de la PSE de la CAF"
        lignes.append(_parametre(nom, french.pourcent(bareme.complement_fjt.taux), origine, bareme.id))
    return lignes


def _grille(sujet: Sujet, lue: GrilleLue) -> Iterator[tuple[str, list[Ligne]]]:
    q = sujet.referentiel.questionnaire
    axes = {a.id: a.titre for a in q.lu.axes}
    yield (
        "Poids des axes",
        [(f"poids_axes.{a}", f"{a} – {axes.get(a, '')}", french.exact(p)) for a, p in lue.poids_axes.items()],
    )
    poids = [(f"poids_indicateurs.{i}", f"Indicateur {i}", french.exact(p)) for i, p in lue.poids_indicateurs.items()]
    poids += [(f"poids_notations.{n}", f"Question {n}", french.exact(p)) for n, p in lue.poids_notations.items()]
    yield (
        "Poids dans les axes et les indicateurs",
        [
            *poids,
            (
                "poids_indicateurs",
                "Indicateurs notés d’un même axe" if not poids else "Autres indicateurs d’un même axe",
                "poids égaux (1)",
            ),
            (
                "poids_notations",
                "Questions notées d’un même indicateur" if not poids else "Autres questions d’un même indicateur",
                "poids égaux (1)",
            ),
        ],
    )
    yield (
        "Taux du plafond selon le score global",
        [("modulation", f"Score de {french.nombre(p.x, 4)}", french.pourcent(p.y, 2)) for p in lue.modulation.courbe],
    )
    yield (
        "Mots de l’avis",
        [
            (
                "avis",
                b.libelle,
                f"de {french.nombre(b.de, 4)} {'à 1 compris' if b.a == 1 else f'à {french.nombre(b.a, 4)} non compris'}",
            )
            for b in lue.avis
        ],
    )
    mots = sujet.referentiel.grille.libelles_avis
    yield (
        "Plafonnement de l’avis",
        [(f"plafonnements.{g}", f"Vigilance {ACCORD[g]}", f"« {mots[a]} » au plus") for g, a in lue.plafonnements.items()],
    )
    yield (
        "Seuils",
        [
            ("completude_min", "Complétude minimale pour un avis", french.pourcent(lue.completude_min)),
            (
                "sans_objet",
                f"{lue.sans_objet.titre} : vigilance {ACCORD[lue.sans_objet.gravite]} au-delà de",
                french.pourcent(lue.sans_objet.maximum),
            ),
            (
                "declaratif",
                f"{lue.declaratif.titre} : vigilance {ACCORD[lue.declaratif.gravite]} au-delà de",
                french.pourcent(lue.declaratif.maximum),
            ),
            *(
                (
                    f"planchers.{p.id}",
                    f"{p.titre} : vigilance {ACCORD[p.gravite]} au-dessous d’un score de",
                    french.nombre(p.minimum, 4),
                )
                for p in lue.planchers
            ),
        ],
    )
    yield (
        "Dépassement du plafond : mesure des deux conditions",
        [("derogation", c.libelle, en_mots(c.si, sujet)) for c in sujet.referentiel.grille.derogation],
    )
    forfait, moduler = lue.forfait, lue.moduler_forfait
    montant = "non renseigné"
    if forfait.par_logement is not None:
        montant = f"{french.euros(forfait.par_logement)} ({forfait.reference})"
    yield (
        "Montant",
        [
            ("terme_cout_net", "Montant borné par le coût net de la GLS", oui_non(lue.terme_cout_net)),
            ("forfait", "Forfait par logement (exercices à partir de 2025)", montant),
            (
                "moduler_forfait",
                "Forfait multiplié par le taux",
                oui_non(moduler.valeur) + (f" ({moduler.reference})" if moduler.reference else ""),
            ),
        ],
    )
    plan, triangulation = lue.plan, lue.triangulation
    appuis = "au-delà de cette part des réponses, en poids, reposant sur la déclaration seule ou sans source"
    yield (
        "Lecture du besoin, de la réponse et de leurs appuis (sans effet sur le score, l’avis et le montant)",
        [
            *(
                (chemin, nommer(sujet.referentiel, chemin), french.nombre(seuil, 4))
                for chemin, seuil in (("plan.besoin", plan.besoin), ("plan.reponse", plan.reponse))
            ),
            (
                "triangulation.score",
                "Score élevé qui repose sur la déclaration : signalé à partir d’un score de",
                french.nombre(triangulation.score, 4),
            ),
            (
                "triangulation.part",
                f"Score élevé qui repose sur la déclaration : signalé {appuis}",
                french.pourcent(triangulation.part),
            ),
        ],
    )
    yield (
        "Valeurs de référence",
        [(f"references.{nom}", r.libelle, mesure(r.valeur, r.unite)) for nom, r in lue.references.items()],
    )


def _notation(sujet: Sujet, n: NotationCompilee) -> Bloc:
    """How one question is scored, in the words of the questionnaire."""
    if n.formule is not None and n.courbe is not None:
        regle = f"{en_mots(n.formule, sujet)}. Puis {courbe_en_mots(n.courbe)}."
    else:
        points = " ; ".join(
            f"{reponse_notee(sujet.referentiel, n, option)} → {french.exact(p)}" for option, p in (n.points or {}).items()
        )
        regle = f"{points} (somme, 1 au plus)" if n.cible is not None else points
    cote = "besoin" if n.dimension == "besoin" else "réponse"
    chemin = f"notations.{n.id}"
    origine = ORIGINES[sujet.referentiel.grille.origine(chemin)]
    return {**_parametre(f"{n.libelle} ({n.indicateur}, {cote})", "", origine, chemin), "valeur": typo(regle)}


def _textes(sujet: Sujet) -> list[str]:
    """The acts that the clauses come from, and the barème's."""
    cites = {c.source for c in sujet.referentiel.textes.clauses.values()}
    textes = [titre for source, titre in SOURCES.items() if source in cites and source != "regime"]
    textes += [
        f"{c.titre} ({c.section})" if c.section else c.titre
        for c in sujet.referentiel.textes.clauses.values()
        if c.source == "regime"
    ]
    return textes
