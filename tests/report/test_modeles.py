"""The three kinds of report: what each holds and leaves out, on every example and on dossiers that are not plain."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from msgspec.structs import replace

from evaluator.cli.francais import executer
from evaluator.dossier.actes import Convention, Decision, Objectif, Recommandation
from evaluator.dossier.dossier import Auteur, Dossier
from evaluator.dossier.reponses import Annotation, Piece, Reponse
from evaluator.errors import WrongUse
from evaluator.evaluation.evaluate import evaluer
from evaluator.questionnaire.load import Referentiel
from evaluator.report import context
from evaluator.report.formats import FORMATS
from evaluator.report.modeles import MODELES, volet
from evaluator.report.render import rediger
from tests.report.test_html import verifier

KINDS = ("evaluation", "contradictoire", "auto_evaluation")
SERVICE = Auteur.lire("Anne Martin, inspectrice, DDETS")
Ecrits = Callable[..., tuple[str, str]]


def ecrire(dossier: Dossier, modele: str, sortie: Path) -> tuple[str, str]:
    """The HTML and the Markdown of one kind, read back."""
    lu = "constat" if dossier.a_des_reponses("constat") else "auto_evaluation"
    evaluation = evaluer(dossier.referentiel, dossier.reponses(lu))  # type: ignore[arg-type]
    page, md = rediger(dossier, evaluation, modele=modele, formats=("html", "md"), sortie=sortie)
    return page.read_text(encoding="utf-8"), md.read_text(encoding="utf-8")


def visible(page: str) -> str:
    """What a reader of the page sees."""
    corps = re.sub(r"(?s)<style>.*?</style>", "", page)
    return html.unescape(re.sub(r"<[^>]+>", " ", corps))


def demarquer(md: str) -> str:
    return re.sub(r"\\(.)", r"\1", re.sub(r"`[^`\n]*`", "", md))


def euros(texte: str) -> int:
    """`− 3 074 €` as −3074, `19 800 €` as 19800."""
    return int(re.sub(r"[^\d−]", "", texte).replace("−", "-"))


@pytest.fixture
def sorbier(dossiers_exemples: Path, tmp_path: Path) -> Path:
    """A copy of the example with both volets, to write in."""
    return Path(shutil.copy(dossiers_exemples / "pre-sorbier.agls", tmp_path / "sorbier.agls"))


def _ouvrir(chemin: Path, auteur: Auteur = SERVICE) -> Dossier:
    return Dossier.ouvrir(chemin, ecriture=True, auteur=auteur)


# — every kind, every dossier ———————————————————————————————————————————————————————————————————————————————


@pytest.mark.parametrize("modele", KINDS)
def test_each_kind_renders_on_every_example(dossiers_exemples: Path, tmp_path: Path, modele: str) -> None:
    for chemin in sorted(dossiers_exemples.glob("*.agls")):
        page, md = ecrire(Dossier.ouvrir(chemin), modele, tmp_path)
        verifier(page)
        titre = MODELES[modele].titre
        assert titre.replace(" :", "\u00a0:") in visible(page)
        assert len(md) > 2_000


ODD: dict[str, dict[str, Reponse]] = {
    "empty": {},
    "irrecevable": {
        "type_structure": Reponse("renseignee", "pension_de_famille", "document"),
        "nb_logements": Reponse("renseignee", 30, "document"),
        "exercice": Reponse("renseignee", 2024, "document"),
        "type_demande": Reponse("renseignee", "premiere", "document"),
    },
    "all unknown but the money": {
        "type_structure": Reponse("renseignee", "residence_sociale", "document"),
        "nb_logements": Reponse("renseignee", 86, "document"),
        "exercice": Reponse("renseignee", 2024, "document"),
        "montant_demande": Reponse("renseignee", 20_400, "document"),
        "mesures_mobilisees": Reponse("sans_objet", motif="aucun besoin relevé"),
    },
}


@pytest.mark.parametrize("cas", ODD)
@pytest.mark.parametrize("modele", KINDS)
@pytest.mark.parametrize("voulu", ["constat", "auto_evaluation"])
def test_each_kind_renders_on_odd_dossiers(
    tmp_path: Path, referentiel: Referentiel, cas: str, modele: str, voulu: str
) -> None:
    with Dossier.creer(tmp_path / "essai.agls", referentiel, auteur=SERVICE) as dossier:
        dossier.repondre_tout(voulu, ODD[cas], {})  # type: ignore[arg-type]
        page, _ = ecrire(dossier, modele, tmp_path)
    verifier(page)


def test_a_kind_is_about_its_volet_whatever_was_evaluated(sorbier: Path, tmp_path: Path) -> None:
    with _ouvrir(sorbier) as dossier:
        page, _ = ecrire(dossier, "auto_evaluation", tmp_path)  # evaluated in the constat
    assert "19\u202f800\u00a0€" in page  # what the gestionnaire declares gives the amount asked for
    assert "16\u202f726\u00a0€" not in page


def test_the_command_line_lists_the_kinds_and_refuses_the_other_volet(
    sorbier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert executer(["rapport", "--liste"]) == 0
    lignes = capsys.readouterr().out.splitlines()
    assert [ligne.split(" : ")[0] for ligne in lignes if not ligne.startswith(" ")] == list(MODELES)
    assert lignes.count(f"    Formats : {', '.join(FORMATS)}") == len(MODELES)
    assert "    Volet : constat" in lignes
    assert executer(["rapport", str(sorbier), "--modele", "auto_evaluation", "--sortie", str(tmp_path / "s")]) == 0
    assert [f.name for f in (tmp_path / "s").iterdir()] == ["sorbier-auto-evaluation.html"]
    assert executer(["rapport", str(sorbier), "--modele", "auto_evaluation", "--volet", "constat"]) == 2
    assert "porte toujours sur le volet auto_evaluation" in capsys.readouterr().err
    assert volet("evaluation", "constat") == "constat"
    with pytest.raises(WrongUse):
        volet("contradictoire", "auto_evaluation")


def test_a_kind_computes_only_what_it_prints(sorbier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def jamais(*_: object) -> None:
        raise AssertionError("computed for nothing")

    for analyse in ("leviers.chercher", "robustesse.examiner", "manque.classer"):
        monkeypatch.setattr(f"evaluator.evaluation.{analyse}", jamais)
    with _ouvrir(sorbier) as dossier:
        ecrire(dossier, "contradictoire", tmp_path)
        with pytest.raises(AssertionError, match="for nothing"):
            ecrire(dossier, "evaluation", tmp_path)


# — contradictoire ——————————————————————————————————————————————————————————————————————————————————————————


def _rapprochement(page: str) -> list[list[str]]:
    """The rows of the reconciliation, cells as text."""
    table = re.search(r'(?s)<table[^>]*id="rapprochement".*?</table>', page)
    assert table
    rangs = re.findall(r"(?s)<tr[^>]*>(.*?)</tr>", table[0])
    return [[visible(c).strip() for c in re.findall(r"(?s)<t[hd][^>]*>(.*?)</t[hd]>", rang)] for rang in rangs]


@pytest.mark.parametrize(
    ("exemple", "declare", "constate"),
    # `attendu` of both examples, worked out by hand there
    [("pre-sorbier", 19_800, 16_726), ("quai-solveig", 25_000, 26_500)],
)
def test_the_reconciliation_adds_up_to_the_euro(
    dossiers_exemples: Path, tmp_path: Path, exemple: str, declare: int, constate: int
) -> None:
    page, md = ecrire(Dossier.ouvrir(dossiers_exemples / f"{exemple}.agls"), "contradictoire", tmp_path)
    entete, premier, *milieu, dernier = _rapprochement(page)
    assert entete == ["Ligne", "Score", "Montant"]
    assert (premier[0], dernier[0]) == ("Auto-évaluation du gestionnaire", "Constat du service")
    assert (euros(premier[2]), euros(dernier[2])) == (declare, constate)
    assert euros(premier[2]) + sum(euros(rang[2]) for rang in milieu) == euros(dernier[2])
    points = [Fraction(re.sub(r"[^\d,−]", "", rang[1]).replace("−", "-").replace(",", ".")) for rang in (premier, *milieu)]
    fin = Fraction(dernier[1].replace(",", "."))
    assert abs(sum(points) - fin) <= Fraction(len(points) + 1, 20_000)  # each printed to four places
    # the Markdown has the same lines
    md_lignes = [ligne for ligne in demarquer(md).splitlines() if ligne.startswith("|")]
    for rang in (*milieu, dernier):
        assert any(all(cellule in ligne for cellule in rang) for ligne in md_lignes), rang


def test_an_interaction_is_named_with_its_sign_and_its_cause(dossiers_exemples: Path, tmp_path: Path) -> None:
    page, md = ecrire(Dossier.ouvrir(dossiers_exemples / "pre-sorbier.agls"), "contradictoire", tmp_path)
    # Found: 16 726 by the rate, net cost 24 300 − 6 000 = 18 300. The dearest answer given back as declared (+0,0513 point,
    # 0,0513 ÷ 0,45 × 20 400 = 2 326 of rate) stops at the net cost: 18 300 − 16 726 = 1 574. So does the second one alone
    # (0,0427 ÷ 0,45 × 20 400 = 1 936), but after the first it brings nothing more: + 1 574. Once all scores are given
    # back, the declared cost (35 400 − 6 000 = 29 400) lifts the net cost, and the request stops it: 18 300 − 19 800.
    joints = [rang for rang in _rapprochement(page) if rang[0].startswith("Effet d’ensemble")]
    assert len(joints) == 2
    assert "coût net de la GLS limite" in joints[0][0]
    # the ten prices after the dearest, each given back: 1 574 + 1 245 + 1 037 + 871 + 697 + 581 + 3 × 387 + 121
    assert "2" in joints[0][0]
    assert euros(joints[0][2]) == 1_574 + 1_245 + 1_037 + 871 + 697 + 581 + 3 * 387 + 121
    assert "montant demandé limite" in joints[-1][0]
    assert euros(joints[-1][2]) == -1_500
    assert "Les prix ne s’additionnent pas toujours" in visible(page)
    assert "Les prix ne s’additionnent pas toujours" in md


def test_each_difference_is_there_once_with_both_sides(dossiers_exemples: Path, tmp_path: Path) -> None:
    dossier = Dossier.ouvrir(dossiers_exemples / "pre-sorbier.agls")
    auto, constat = dossier.reponses("auto_evaluation"), dossier.reponses("constat")
    page, md = ecrire(dossier, "contradictoire", tmp_path)
    montrees = re.findall(r'data-ecart="([^"]+)"', page)
    assert len(montrees) == len(set(montrees))
    for q in dossier.questions("constat"):
        if not q.commun and auto[q.id].valeur != constat[q.id].valeur and q.volet is None:
            lu = evaluer(dossier.referentiel, constat).questions[q.id]
            assert (q.id in montrees) == (lu.etat != "masquee"), q.id
    carte = page[page.index('data-ecart="menages_vulnerables"') :][:3_000]
    assert "66\u00a0ménages" in carte  # declared
    assert "54\u00a0ménages" in carte  # found
    assert "66\u00a0ménages" in md


def test_reason_and_observations_stand_beside_the_difference(sorbier: Path, tmp_path: Path) -> None:
    with _ouvrir(sorbier) as dossier:
        trouve = dossier.reponse("menages_vulnerables", "constat")
        dossier.repondre("menages_vulnerables", "constat", replace(trouve, motif="Douze situations sans écrit."))
        dossier.observer("Les écrits arrivent en mars.", "menages_vulnerables")
        dossier.observer("Merci de l’échange.")
        page, md = ecrire(dossier, "contradictoire", tmp_path)
    carte = page[page.index('data-ecart="menages_vulnerables"') :]
    carte = carte[: carte.index('data-ecart="', 20)]
    assert "Motif du service" in carte
    assert "Douze situations sans écrit." in carte
    assert "Les écrits arrivent en mars." in carte
    assert "Merci de l’échange." not in carte
    for texte in (visible(page), demarquer(md)):
        assert "Merci de l’échange." in texte
        assert "Sur l’ensemble du dossier" in texte
        assert "Pour en ajouter" in texte  # then room to write


@pytest.mark.parametrize(("voulu", "mot"), [("auto_evaluation", "Le constat du service"), ("constat", "L’auto-évaluation")])
def test_with_one_volet_empty_there_is_nothing_to_compare(
    tmp_path: Path, referentiel: Referentiel, voulu: str, mot: str
) -> None:
    with Dossier.creer(tmp_path / "essai.agls", referentiel, auteur=SERVICE) as dossier:
        dossier.repondre("nb_menages", voulu, Reponse("renseignee", 80))  # type: ignore[arg-type]
        dossier.repondre("menages_vulnerables", voulu, Reponse("renseignee", 40))  # type: ignore[arg-type]
        page, md = ecrire(dossier, "contradictoire", tmp_path)
    for texte in (visible(page), demarquer(md)):
        assert mot in texte
        assert "il n’y a rien à comparer" in texte
    assert "data-ecart" not in page


# — auto-évaluation —————————————————————————————————————————————————————————————————————————————————————————

CONTROLE = re.compile(r"constat|contrôle|inspect|sanction|manquement|montant proposé|avis proposé|recommand", re.IGNORECASE)


def test_the_gestionnaire_reads_no_tone_of_control(dossiers_exemples: Path, tmp_path: Path) -> None:
    for chemin in sorted(dossiers_exemples.glob("*.agls")):
        page, md = ecrire(Dossier.ouvrir(chemin), "auto_evaluation", tmp_path)
        for texte in (visible(page), md):
            assert not CONTROLE.search(texte), CONTROLE.search(texte)
            assert "simulation" in texte
            assert "Montant simulé" in texte
        # what is missing comes before any figure
        assert page.index('id="manque"') < page.index('id="simulation"') < page.index('id="progres"')


def test_the_plan_has_steps_with_start_target_and_evidence(dossiers_exemples: Path, tmp_path: Path) -> None:
    page, md = ecrire(Dossier.ouvrir(dossiers_exemples / "puits-mirette.agls"), "auto_evaluation", tmp_path)
    for texte in (visible(page), md):
        for mot in ("Aujourd’hui", "À atteindre", "Ce qui le montrera", "Cette étape donnerait"):
            assert mot in texte
            assert "chiffre indicatif de" not in texte  # 2026: the lump sum is not modulated, no step moves an amount
            assert "Indicatif, selon le barème de 2013" in re.sub("[\u00a0\u202f]", " ", texte)
        assert "Pièces à réunir" in texte


# — decision ————————————————————————————————————————————————————————————————————————————————————————————————


DECISION = (
    "16\u202f726\u00a0€",
    "15\u202f000\u00a0€",
    "Claude Petit, directeur adjoint",
    "2 septembre 2024",
    "Enveloppe départementale réduite.",
    "convention d’objectifs du 1er septembre 2024 au 31 août 2027, référence 2024-17",
    "9 septembre 2024",
    "Tenir un diagnostic écrit",
    "17 sur 24",
    "24 sur 24",
    "31 décembre 2025",
    "Dossier clos le",
    "Anne Martin, inspectrice, DDETS",
    "laissées sans motif à la clôture",
)


def _decider(dossier: Dossier, *, motif: str) -> None:
    dossier.decider(
        Decision(
            15_000, "Claude Petit", "directeur adjoint", date(2024, 9, 2), motif=motif,
            convention=Convention("objectifs", date(2024, 9, 1), date(2027, 8, 31), "2024-17"),
            date_notification=date(2024, 9, 9),
            recommandation=Recommandation("favorable", *(16_726,) * 3, 20_400, dossier.evenements, dossier.empreinte),
        )
    )  # fmt: skip


def test_a_decision_stands_beside_what_was_proposed(sorbier: Path, tmp_path: Path) -> None:
    with _ouvrir(sorbier) as dossier:
        _decider(dossier, motif="Enveloppe départementale réduite.")
        but = Objectif(
            "Tenir un diagnostic écrit", "diagnostic_entree", ("A2-IND3",), "17 sur 24", "24 sur 24", date(2025, 12, 31)
        )
        dossier.cloturer([but], ecarts_sans_motif=["menages_vulnerables"])
    page, md = ecrire(Dossier.ouvrir(sorbier), "evaluation", tmp_path)
    section = page[page.index('id="decision"') : page.index('id="axes"')]
    for texte in (visible(section), demarquer(md)):
        for mot in DECISION:
            assert mot in texte, mot
    assert "à remplir" not in visible(section)
    assert "Constat du service — projet" not in page
    verifier(page)


def test_without_a_decision_there_are_lines_to_fill(sorbier: Path, tmp_path: Path) -> None:
    with _ouvrir(sorbier) as dossier:
        page, md = ecrire(dossier, "evaluation", tmp_path)
        section = visible(page[page.index('id="decision"') : page.index('id="axes"')])
        assert "Aucune décision n’est enregistrée" in section
        assert "Motif, si le montant diffère de la proposition" in section
        assert "Motif, si le montant diffère de la proposition | |" in md
        _decider(dossier, motif="Enveloppe.")
        dossier.repondre("menages_vulnerables", "constat", Reponse("renseignee", 50, "document"))
        page, _ = ecrire(dossier, "evaluation", tmp_path)
    assert "Une réponse a changé depuis la décision" in page


# — what must never be printed, in any kind ————————————————————————————————————————————————————————————————


@pytest.mark.parametrize("modele", KINDS)
def test_nothing_internal_in_any_kind(sorbier: Path, tmp_path: Path, modele: str) -> None:
    interne = Annotation("NOTE-INTERNE", "interne", (Piece("PIECE-INTERNE.pdf", "cd" * 32, "interne"),))
    with _ouvrir(sorbier) as dossier:
        for volet_ in ("auto_evaluation", "constat"):
            for q in dossier.questions(volet_):  # type: ignore[arg-type]
                dossier.noter(q.id, volet_, interne.note, "interne")  # type: ignore[arg-type]
                dossier.joindre(q.id, volet_, interne.pieces[0])  # type: ignore[arg-type]
        _decider(dossier, motif="Enveloppe.")
        dossier.observer("Une observation.", "menages_vulnerables")
        page, md = ecrire(dossier, modele, tmp_path)
    for texte in (page, md):
        assert "INTERNE" not in texte
        assert "cd" * 32 not in texte


def test_a_shared_note_of_each_side_is_in_the_contradictoire(sorbier: Path, tmp_path: Path) -> None:
    with _ouvrir(sorbier) as dossier:
        dossier.noter("menages_vulnerables", "auto_evaluation", "NOTE-DU-GESTIONNAIRE", "partagee")
        dossier.noter("menages_vulnerables", "constat", "NOTE-DU-SERVICE", "partagee")
        dossier.joindre("menages_vulnerables", "constat", Piece("releve.pdf", "ab" * 32, "partagee"))
        page, md = ecrire(dossier, "contradictoire", tmp_path)
    for texte in (page, md):
        assert texte.count("NOTE-DU-GESTIONNAIRE") == texte.count("NOTE-DU-SERVICE") == 1
        assert "releve.pdf" in texte


@pytest.mark.parametrize("modele", KINDS)
def test_hostile_texts_stay_literal(sorbier: Path, tmp_path: Path, modele: str) -> None:
    texte = "<script>alert(1)</script> {{ 7*7 }} | **x** \u202e"
    with _ouvrir(sorbier) as dossier:
        dossier.observer(texte, "menages_vulnerables")
        trouve = dossier.reponse("menages_vulnerables", "constat")
        dossier.repondre("menages_vulnerables", "constat", replace(trouve, motif=texte))
        _decider(dossier, motif=texte)
        dossier.cloturer([Objectif(texte, depart=texte, cible=texte)])
    page, md = ecrire(Dossier.ouvrir(sorbier), modele, tmp_path)
    assert "<script" not in page
    assert "<script>" not in md.replace("\\<script\\>", "")
    assert "\u202e" not in page + md
    if modele == "evaluation":  # motif of the decision and of the answer, three cells of the objective, one observation
        assert html.unescape(page).count("<script>alert(1)</script> {{ 7*7 }} | **x**") == 6
        assert demarquer(md).count("<script>alert(1)</script> {{ 7*7 }} | **x**") == 6
    if modele == "contradictoire":  # the reason, the observation beside it and in its section
        assert html.unescape(page).count("<script>alert(1)</script> {{ 7*7 }} | **x**") == 3


SOULIGNE = re.compile(r"[A-Za-zÀ-ÿ0-9]_[A-Za-zÀ-ÿ0-9]")


@pytest.mark.parametrize("modele", KINDS)
def test_no_word_with_an_underscore_is_shown(dossiers_exemples: Path, tmp_path: Path, modele: str) -> None:
    for chemin in sorted(dossiers_exemples.glob("*.agls")):
        page, md = ecrire(Dossier.ouvrir(chemin), modele, tmp_path)
        for texte in (visible(page), demarquer(md)):
            trouve = SOULIGNE.search(texte)
            assert not trouve, texte[max(trouve.start() - 60, 0) : trouve.end() + 60] if trouve else ""


def test_what_is_in_the_table_of_contents_is_in_the_page(dossiers_exemples: Path, tmp_path: Path) -> None:
    for modele in KINDS:
        page, _ = ecrire(Dossier.ouvrir(dossiers_exemples / "quai-solveig.agls"), modele, tmp_path)
        liens = re.findall(r'<li><a href="#([a-z_]+)">', page)
        printed = [s for s in MODELES[modele].sections if f'id="{s}"' in page]
        assert liens == printed
        assert set(MODELES[modele].sections) <= set(context.SECTIONS)
