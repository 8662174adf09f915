"""Answers in, answers out: every fault at its place, and what is written is what is read again."""

from __future__ import annotations

import json
import string
import tempfile
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluator.canonical import canonique
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.echange import Lues, aplatir, ecrire_reponses, exporter_agls, exporter_json, lire_reponses
from evaluator.dossier.redaction_reponses import partagee
from evaluator.dossier.reponses import NON_RENSEIGNEE, Annotation, Piece, Reponse, Valeur, Volet
from evaluator.dossier.verification import verifier
from evaluator.errors import FaultyInput
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.reader import lire_texte

SHA = "0123456789abcdef" * 4
Lire = Callable[..., Lues]


@pytest.fixture
def lire(referentiel: Referentiel) -> Lire:
    def lire_(texte: str, volet: Volet = "auto_evaluation", partiel: bool = False) -> Lues:
        return lire_reponses(lire_texte(texte, "r.yaml"), referentiel.questionnaire, volet, partiel=partiel)

    return lire_


def fautes(lire: Lire, texte: str, volet: Volet = "auto_evaluation") -> list[str]:
    with pytest.raises(FaultyInput) as attrape:
        lire(texte, volet)
    return [str(f) for f in attrape.value.fautes]


def test_all_forms_of_an_answer(lire: Lire) -> None:
    lues = lire(f"""
type_structure: residence_sociale
nb_logements: {{valeur: 86, source: document}}
montant_demande: "20 400,50"
cout_gls: 41000
taux: {{etat: ne_sait_pas, source: entretien}}
departement: 01
visite_le: 31/12/2024
conseil: {{valeur: non, source: document, note: "pas de PV", visibilite: interne, a_revoir: oui}}
protocole: {{etat: sans_objet, motif: "aucun impayé", pieces: [{{nom: pv.pdf, sha256: {SHA}}}]}}
publics: [ages, jeunes]
sorties: {{logement: 3, non_connu: 2}}
cofinancements: []
remarques: null
equipe:
  - {{fonction: "Responsable", etp_gls: "0,3", partage: oui, outil: non}}
""")
    assert lues.reponses == {
        "type_structure": Reponse("renseignee", "residence_sociale"),
        "nb_logements": Reponse("renseignee", 86, "document"),
        "montant_demande": Reponse("renseignee", Fraction(4080100, 200)),
        "cout_gls": Reponse("renseignee", Fraction(41000)),
        "taux": Reponse("ne_sait_pas", None, "entretien"),
        "departement": Reponse("renseignee", "01"),
        "visite_le": Reponse("renseignee", date(2024, 12, 31)),
        "conseil": Reponse("renseignee", False, "document"),
        "protocole": Reponse("sans_objet", None, None, "aucun impayé"),
        "publics": Reponse("renseignee", ("jeunes", "ages")),
        "sorties": Reponse("renseignee", {"logement": 3, "emploi": 0, "non_connu": 2}),
        "cofinancements": Reponse("renseignee", ()),
        "remarques": NON_RENSEIGNEE,
        "equipe": Reponse(
            "renseignee", ({"fonction": "Responsable", "etp_gls": Fraction(3, 10), "partage": True, "outil": "aucun"},)
        ),
    }
    assert lues.annotations == {
        "conseil": Annotation("pas de PV", "interne", (), True),
        "protocole": Annotation("", "interne", (Piece("pv.pdf", SHA, "partagee"),), False),
    }
    assert lues.fautes == ()


def test_default_visibility_follows_the_volet(lire: Lire) -> None:
    texte = "conseil: {valeur: oui, note: x}"
    assert lire(texte).annotations["conseil"].visibilite == "partagee"
    assert lire(texte, "constat").annotations["conseil"].visibilite == "interne"


def test_an_entry_that_only_annotates_leaves_the_answer(lire: Lire) -> None:
    lues = lire("conseil: {a_revoir: true}")
    assert lues.reponses == {}
    assert lues.annotations == {"conseil": Annotation(a_revoir=True)}


def test_a_distribution_is_told_from_the_long_form(lire: Lire) -> None:
    assert lire("sorties: {valeur: {logement: 1}, source: document}").reponses["sorties"] == Reponse(
        "renseignee", {"logement": 1, "emploi": 0, "non_connu": 0}, "document"
    )
    assert lire("sorties: {etat: ne_sait_pas}").reponses["sorties"] == Reponse("ne_sait_pas")
    assert lire("sorties: {}").reponses["sorties"].valeur == {"logement": 0, "emploi": 0, "non_connu": 0}
    assert fautes(lire, "sorties: {logement: 1, note: x}") == [
        "r.yaml:1:24 : « note » n’est pas une catégorie ; catégories : logement, emploi, non_connu"
    ]


def test_all_faults_at_once_with_line_and_column(lire: Lire) -> None:
    assert fautes(lire, """\
nb_logments: 86
nb_logements: quatre-vingts
conseil: {valeur: oui, surce: document}
protocole: {valeur: 7, source: papier}
taux: {etat: sans_objet}
nb_menages: {etat: inconnu}
exercice: {etat: sans_objet, motif: x}
derogation_motif: "parce que"
sorties: {logement: -1, emplois: 2}
equipe:
  - {fonction: "R", etp_gls: beaucoup}
  - {fonctions: "R"}
  - 3
cout_gls: {etat: ne_sait_pas, valeur: 3}
visite_le: {source: document}
publics: {etat: renseignee}
remarques: {valeur: x, motif: y, pieces: [{nom: a, sha256: b}]}
agls_n1_accordee: {valeur: 1, visibilite: interne, a_revoir: 3}
""") == [
        "r.yaml:1:1 : « nb_logments » n’est pas une question ; vouliez-vous dire « nb_logements » ?",
        "r.yaml:2:1 : « nb_logements » : nombre attendu, par exemple 20400 ou 20 400,50 ; "
        "trouvé : « quatre-vingts »",
        "r.yaml:3:24 : « conseil » : « surce » est inconnu ici ; vouliez-vous dire « source » ? ; admis : "
        "valeur, etat, source, note, motif, visibilite, pieces, a_revoir",
        "r.yaml:4:13 : « protocole » : 3 au plus ; trouvé : 7",
        "r.yaml:4:24 : « protocole » : « source: papier » n’est pas admis ; choix : declaratif, document, entretien, "
        "observation",
        "r.yaml:5:8 : « taux » : « sans objet » demande un motif",
        "r.yaml:6:14 : « nb_menages » : « etat: inconnu » n’est pas admis ; choix : renseignee, ne_sait_pas, sans_objet, "
        "non_renseignee",
        "r.yaml:7:12 : « exercice » : cette question ne peut pas être déclarée sans objet",
        "r.yaml:8:1 : « derogation_motif » n’existe que dans le volet « Constat du service »",
        "r.yaml:9:11 : « Logement » : 0 au moins ; trouvé : −1",
        "r.yaml:9:25 : « emplois » n’est pas une catégorie ; vouliez-vous dire « emploi » ? ; catégories : logement, "
        "emploi, non_connu",
        "r.yaml:11:21 : ligne 1, « etp_gls » : nombre attendu, par exemple 20400 ou 20 400,50 ; "
        "trouvé : « beaucoup »",
        "r.yaml:12:6 : ligne 2 : « fonctions » n’est pas une colonne ; vouliez-vous dire « fonction » ? ; colonnes : "
        "fonction, etp_gls, partage, arrivee, nombre, outil",
        "r.yaml:13:5 : ligne 3 : {colonne: valeur} attendu ; trouvé : « 3 »",
        "r.yaml:14:31 : « cout_gls » : une « valeur » ne va pas avec « etat: ne_sait_pas »",
        "r.yaml:15:13 : « visite_le » : « source » sans « valeur » ni « etat »",
        "r.yaml:16:11 : « publics » : « etat: renseignee » demande une « valeur »",
        "r.yaml:17:52 : « remarques », pièce 1 : « sha256 » attendu (64 caractères de 0 à f)",
        "r.yaml:18:31 : « agls_n1_accordee » : « visibilite » est celle d’une « note », qui manque",
        "r.yaml:18:52 : « agls_n1_accordee » : « a_revoir » se dit oui ou non",
    ]  # fmt: skip


def test_a_piece_is_given_once(lire: Lire) -> None:
    piece = f"{{nom: a.pdf, sha256: {SHA}}}"
    assert fautes(lire, f"conseil: {{valeur: oui, pieces: [{piece}, {piece}]}}") == [  # 32 + 86 + 2 characters before it
        "r.yaml:1:121 : « conseil » : la pièce « a.pdf » est donnée deux fois"
    ]


def test_what_leaves_the_service() -> None:
    """A note that is shared stays so; one that is not leaves no trace, nor does a mark of the constat."""
    ouverte, fermee = Piece("a.pdf", SHA, "partagee"), Piece("b.pdf", SHA, "interne")
    assert partagee(Annotation("vu", "partagee", (ouverte, fermee), True), "constat") == Annotation(
        "vu", "partagee", (ouverte,)
    )
    assert partagee(Annotation("vu", "interne", (fermee,), True), "constat") == Annotation()
    assert partagee(Annotation("", "partagee", (), True), "auto_evaluation") == Annotation("", "interne", (), True)


def test_partial_import_keeps_what_is_right(lire: Lire) -> None:
    lues = lire('conseil: oui\nprotocole: {valeur: 9, note: x}\nfaux: 1\ntaux: "12,5"', partiel=True)
    assert lues.reponses == {"conseil": Reponse("renseignee", True), "taux": Reponse("renseignee", Fraction(25, 2))}
    assert lues.annotations == {}  # a question with a fault is left out whole
    assert [(f.ligne, f.colonne) for f in lues.fautes] == [(2, 13), (3, 1)]


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        (
            "equipe:\n  - {fonction: a, etp_gls: 0,3}",
            "r.yaml:2:30 : « etp_gls: 0,3 » : entre accolades, la virgule sépare les éléments ; "
            'écrivez etp_gls: "0,3" ou etp_gls: 0.3',
        ),
        ("conseil: oui\nconseil: non", "r.yaml:2:1 : « conseil » est déjà donné à la ligne 1 : gardez-en un seul"),
        ("conseil: {valeur: oui, valeur: non}", "r.yaml:1:24 : « valeur » est déjà donné à la ligne 1 : gardez-en un seul"),
        ("- conseil: oui", "r.yaml:1:1 : un fichier de réponses est une suite de « question: valeur »"),
        ("", "r.yaml:1:1 : un fichier de réponses est une suite de « question: valeur »"),
        ("conseil: {}", "r.yaml:1:1 : « conseil » : « valeur » ou « etat » attendu entre les accolades"),
        ("conseil: 2", "r.yaml:1:1 : « conseil » : « oui » ou « non » attendu ; trouvé : « 2 »"),
        (
            "departement: 20",
            "r.yaml:1:1 : « departement » : « 20 » n’est pas un numéro de département (01 à 95, 2A, 2B, 971…)",
        ),
    ],
)
def test_traps(lire: Lire, texte: str, attendu: str) -> None:
    assert fautes(lire, texte) == [attendu]


def test_json_is_read_too(lire: Lire) -> None:
    assert lire('{"conseil": true, "sorties": {"logement": 2}, "taux": {"etat": "ne_sait_pas"}}').reponses == {
        "conseil": Reponse("renseignee", True),
        "sorties": Reponse("renseignee", {"logement": 2, "emploi": 0, "non_connu": 0}),
        "taux": Reponse("ne_sait_pas"),
    }


def test_a_reason_is_kept_in_every_state(lire: Lire) -> None:
    lues = lire("""
conseil: {valeur: oui, motif: "  PV produit  "}
taux: {etat: ne_sait_pas, motif: "registre perdu"}
protocole: {etat: non_renseignee, motif: "à voir sur place"}
cout_gls: {valeur: 3, motif: "  "}
""")
    assert lues.reponses == {
        "conseil": Reponse("renseignee", True, None, "PV produit"),
        "taux": Reponse("ne_sait_pas", None, None, "registre perdu"),
        "protocole": Reponse("non_renseignee", None, None, "à voir sur place"),
        "cout_gls": Reponse("renseignee", Fraction(3)),
    }
    assert fautes(lire, "conseil: {motif: x}") == ["r.yaml:1:11 : « conseil » : « motif » sans « valeur » ni « etat »"]


def test_derogation_motif_in_the_constat(lire: Lire) -> None:
    assert lire("derogation_motif: x", "constat").reponses["derogation_motif"].valeur == "x"


# — answers out ————————————————————————————————————————————————————————————————————————————————————————————


def test_answers_file_as_written(ouvert: Dossier) -> None:
    ouvert.repondre_tout(
        "constat",
        {
            "nb_logements": Reponse("renseignee", 86, "document"),
            "taux": Reponse("renseignee", Fraction(5, 2)),
            "conseil": Reponse("renseignee", False),
            "publics": Reponse("renseignee", ("jeunes",)),
            "protocole": Reponse("sans_objet", None, None, "rien"),
            "sorties": Reponse("renseignee", {"logement": 3, "emploi": 0, "non_connu": 0}),
            "equipe": Reponse("renseignee", ({"fonction": "#a: b", "etp_gls": Fraction(1, 3)}, {})),
            "cofinancements": Reponse("renseignee", ()),
        },
        {"visite_le": Annotation("l’an dernier", "interne", (Piece("pv.pdf", SHA),), True)},
    )
    assert (
        ecrire_reponses(ouvert, "constat").split("\n", 3)[3]
        == f"""
# — Identité

# Combien de logements ?
nb_logements:
  valeur: 86
  source: document

# Cofinancements ?
cofinancements: []

# — La GLS

# Un protocole ?
protocole:
  etat: sans_objet
  motif: "rien"

# Un conseil ?
conseil: non

# Quand ?
visite_le:
  note: "l’an dernier"
  visibilite: interne
  pieces:
    - {{nom: "pv.pdf", sha256: "{SHA}", visibilite: interne}}
  a_revoir: true

# Quel taux ?
taux: "2,5"

# Quels publics ?
publics: ["jeunes"]

# Quelles sorties ?
sorties:
  logement: 3
  emploi: 0
  non_connu: 0

# Quelle équipe ?
equipe:
  - {{fonction: "#a: b", etp_gls: "1/3"}}
  - {{}}
"""
    )


HOSTILES = [
    "", "null", "oui", "01", "{{7*7}}", "=HYPERLINK(1)", "a: b # c", "e\u0301", "\0\x1b[31m", "'\"\\",
    "\u2028\u2029\x85\ufeff\ufffe", "\u202e\u2066", "fin \n\t ",
]  # fmt: skip
TEXTES = st.text(st.characters(exclude_categories=("Cs",)), max_size=40) | st.sampled_from(HOSTILES)
DECIMAUX = st.integers(0, 5000).map(lambda n: Fraction(n, 100)) | st.just(Fraction(1, 3))
PLEINS = TEXTES.filter(str.strip)
LIGNES = st.fixed_dictionaries(
    {},
    optional={
        "fonction": PLEINS,
        "etp_gls": DECIMAUX,
        "partage": st.booleans(),
        "arrivee": st.dates(date(1900, 1, 1)),
        "nombre": st.integers(0, 10**9),
        "outil": PLEINS,
    },
)
VALEURS: dict[str, st.SearchStrategy[Valeur]] = {
    "residence_nom": TEXTES,
    "departement": st.sampled_from(["01", "2A", "974"]),
    "nb_logements": st.integers(1, 5000),
    "type_demande": st.sampled_from(["premiere", "renouvellement"]),
    "montant_demande": st.integers(0, 10**8).map(lambda n: Fraction(n, 100)),
    "protocole": st.integers(0, 3),
    "conseil": st.booleans(),
    "visite_le": st.dates(date(1900, 1, 1)),
    "taux": DECIMAUX.map(lambda x: min(x, Fraction(100))),
    "remarques": TEXTES,
    "publics": st.sampled_from([(), ("jeunes",), ("jeunes", "ages"), ("aucun",)]),
    "sorties": st.fixed_dictionaries({nom: st.integers(0, 999) for nom in ("logement", "emploi", "non_connu")}),
    "equipe": st.lists(LIGNES, max_size=3).map(tuple),
}
ORIGINES = st.sampled_from([None, "declaratif", "document", "entretien", "observation"])
VISIBILITES = st.sampled_from(["interne", "partagee"])
ANNOTATIONS = st.builds(
    Annotation,
    TEXTES,
    VISIBILITES,
    st.lists(
        st.builds(Piece, TEXTES.filter(bool), st.text(string.hexdigits.lower()[:16], min_size=64, max_size=64), VISIBILITES),
        max_size=2,
        unique_by=lambda p: p.nom,
    ).map(tuple),
    st.booleans(),
)


Saisie = tuple[dict[str, Reponse], dict[str, Annotation]]


@st.composite
def saisies(tirer: st.DrawFn) -> Saisie:
    reponses: dict[str, Reponse] = {}
    for nom in tirer(st.lists(st.sampled_from(sorted(VALEURS)), unique=True, max_size=6)):
        etat = tirer(st.sampled_from(["renseignee", "renseignee", "ne_sait_pas", "sans_objet"]))
        origine = tirer(ORIGINES)
        motif = tirer(st.none() | PLEINS.map(str.strip))  # why the answer differs: kept in every state
        if etat == "renseignee":
            reponses[nom] = Reponse("renseignee", tirer(VALEURS[nom]), origine, motif)
        elif etat == "ne_sait_pas" or nom in ("nb_logements", "residence_nom"):
            reponses[nom] = Reponse("ne_sait_pas", None, origine, motif)
        else:
            reponses[nom] = Reponse("sans_objet", None, origine, tirer(PLEINS).strip())
    return reponses, tirer(st.dictionaries(st.sampled_from(sorted(VALEURS)), ANNOTATIONS, max_size=2))


def etat(dossier: Dossier, volet: Volet) -> object:
    annotations = {q.id: dossier.annotation(q.id, volet) for q in dossier.questions(volet)}
    return dossier.reponses(volet).par_question, annotations


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(saisie=saisies(), volet=st.sampled_from(["auto_evaluation", "constat"]))
def test_round_trip(referentiel: Referentiel, saisie: Saisie, volet: Volet) -> None:
    """Answers → dossier → answers file → other dossier: the same; and the file read again says the same."""
    with tempfile.TemporaryDirectory() as dossier:
        ici = Path(dossier)
        with Dossier.creer(ici / "un.agls", referentiel) as un, Dossier.creer(ici / "deux.agls", referentiel) as deux:
            un.repondre_tout(volet, *saisie)
            texte = ecrire_reponses(un, volet)
            lues = lire_reponses(lire_texte(texte, "r.yaml"), referentiel.questionnaire, volet)
            deux.repondre_tout(volet, lues.reponses, lues.annotations)
            assert etat(deux, volet) == etat(un, volet)
            assert ecrire_reponses(deux, volet).split("\n\n", 1)[1] == texte.split("\n\n", 1)[1]
        relu = Dossier.ouvrir(ici / "un.agls")
        assert etat(relu, volet) == etat(un, volet)
        assert relu.fautes == ()
        assert exporter_json(relu) == exporter_json(un)
        for copie in (True, False):
            (ici / "envoi.agls").write_bytes(exporter_agls(relu, pour_gestionnaire=copie))
            assert verifier(ici / "envoi.agls") == []
            assert Dossier.ouvrir(ici / "envoi.agls").reponses(volet) == un.reponses(volet)


# — exports ————————————————————————————————————————————————————————————————————————————————————————————————


def test_flattening() -> None:
    table: Valeur = ({"fonction": "R", "etp_gls": Fraction(3, 10)}, {"partage": True})
    assert dict(aplatir("equipe", table)) == {
        "equipe[1].fonction": "R", "equipe[1].etp_gls": "0.3", "equipe[2].partage": True,
    }  # fmt: skip
    assert dict(aplatir("sorties", {"logement": 3, "non_connu": 1})) == {"sorties.logement": 3, "sorties.non_connu": 1}
    assert dict(aplatir("publics", ("jeunes", "ages"))) == {"publics": ["jeunes", "ages"]}
    assert dict(aplatir("equipe", ())) == {"equipe": []}
    assert dict(aplatir("visite_le", date(2024, 2, 29))) == {"visite_le": "2024-02-29"}


def test_canonical_json(ouvert: Dossier, referentiel: Referentiel) -> None:
    ouvert.repondre("nb_logements", "constat", Reponse("renseignee", 86, "document"))
    ouvert.repondre("conseil", "auto_evaluation", Reponse("renseignee", True))
    ouvert.noter("conseil", "constat", "entre nous")
    octets = exporter_json(ouvert)
    lu = json.loads(octets)
    assert octets == canonique(lu)
    assert (lu["format"], lu["version"], lu["dossier"], lu["dossier_id"]) == ("agls-dossier", 1, "tilleuls.agls", ouvert.id)
    assert lu["questionnaire"] == {"id": "petit", "version": "1.0.0", "empreinte": referentiel.questionnaire.empreinte}
    assert lu["journal"]["evenements"] == 4
    nb = {"etat": "renseignee", "valeur": 86, "source": "document", "motif": None}
    oui = {"etat": "renseignee", "valeur": True, "source": None, "motif": None}
    note = {"note": "entre nous", "visibilite": "interne", "pieces": [], "a_revoir": False}
    assert lu["volets"] == {
        "auto_evaluation": {
            "reponses": {"nb_logements": nb, "conseil": oui},
            "annotations": {},
            "valeurs": {"nb_logements": 86, "conseil": True},
        },
        "constat": {"reponses": {"nb_logements": nb}, "annotations": {"conseil": note}, "valeurs": {"nb_logements": 86}},
    }  # fmt: skip
    assert b"entre nous" not in exporter_json(ouvert, pour_gestionnaire=True)


def test_copy_for_the_gestionnaire(ouvert: Dossier, ici: Path) -> None:
    ouvert.repondre("conseil", "auto_evaluation", Reponse("renseignee", True))
    ouvert.confirmer(["conseil"], "document")
    ouvert.noter("conseil", "constat", "SECRET un")
    ouvert.noter("taux", "constat", "SECRET deux", "partagee")
    ouvert.noter("taux", "constat", "SECRET trois", "interne")  # taken back: neither leaves
    ouvert.noter("protocole", "constat", "à compléter", "partagee")
    ouvert.joindre("conseil", "constat", Piece("SECRET.pdf", SHA, "interne"))
    ouvert.joindre("conseil", "constat", Piece("pv.pdf", SHA, "partagee"))
    ouvert.joindre("protocole", "constat", Piece("SECRET retiree.pdf", SHA, "partagee"))
    ouvert.retirer("protocole", "constat", "SECRET retiree.pdf")
    ouvert.marquer("conseil", "constat", True)
    ouvert.marquer("conseil", "auto_evaluation", True)
    chemin = ici / "envoi.agls"
    chemin.write_bytes(exporter_agls(ouvert, pour_gestionnaire=True))
    assert "SECRET" not in chemin.read_text(encoding="utf-8")
    envoi = Dossier.ouvrir(chemin)
    assert verifier(chemin) == []
    assert envoi.creation.origine is not None
    assert (envoi.creation.origine.dossier, envoi.creation.origine.empreinte, envoi.creation.origine.n) == (
        ouvert.id, ouvert.empreinte, 13,
    )  # fmt: skip
    assert envoi.id != ouvert.id
    assert envoi.reponse("conseil", "constat") == Reponse("renseignee", True, "document")
    assert envoi.annotation("protocole", "constat") == Annotation("à compléter", "partagee")
    assert envoi.annotation("conseil", "constat") == Annotation("", "interne", (Piece("pv.pdf", SHA, "partagee"),))
    assert envoi.annotation("conseil", "auto_evaluation").a_revoir
    gardes = [ouvert.journal[i] for i in (1, 2, 6, 8, 12)]
    assert [e.id for e in envoi.journal[1:]] == [e.id for e in gardes]
    assert [e.instant for e in envoi.journal] == [ouvert.journal[0].instant, *(e.instant for e in gardes)]
    texte = ecrire_reponses(ouvert, "constat", pour_gestionnaire=True)
    assert "SECRET" not in texte
    assert "à compléter" in texte


def test_whole_copy_is_the_same_chain_without_a_torn_end(ouvert: Dossier, chemin: Path) -> None:
    octets = chemin.read_bytes()
    ouvert.fermer()
    chemin.write_bytes(octets + b'{"auteur"')
    assert exporter_agls(Dossier.ouvrir(chemin), pour_gestionnaire=False) == octets


def test_a_broken_chain_is_not_whitewashed(ouvert: Dossier, chemin: Path) -> None:
    ouvert.repondre("nb_logements", "constat", Reponse("renseignee", 86))
    ouvert.fermer()
    chemin.write_bytes(chemin.read_bytes().replace(b'"valeur":86', b'"valeur":99'))
    with pytest.raises(FaultyInput, match="chaîne rompue"):
        exporter_agls(Dossier.ouvrir(chemin), pour_gestionnaire=True)
