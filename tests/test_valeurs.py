"""From what a hand, a file or a received journal wrote to a value: right or refused in French, never a crash."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.canonical import canonique
from evaluator.dossier.valeurs import LIGNES_MAX, Refus, ValeurRefusee, ecrire, lire, totaux
from evaluator.modele import convertir
from evaluator.questionnaire.models import QUESTIONS, Question, QuestionTableau
from evaluator.questionnaire.scalars import LECTURES

OPTIONS = [
    {"id": "dediee", "libelle": "Personne dédiée"},
    {"id": "repartie", "libelle": "Répartie"},
    {"id": "non", "libelle": "Aucune"},
]


def q(genre: str, **cles: object) -> Question:
    return convertir(QUESTIONS[genre], {"id": "essai", "libelle": "Combien ?", "type": genre, **cles}, LECTURES)


OUI_NON = q("oui_non")
CHOIX = q("choix", options=OPTIONS)
MULTIPLE = q("choix_multiple", options=[*OPTIONS[:2], {"id": "aucun", "libelle": "Aucun", "exclusive": True}])
NIVEAU = q("niveau", niveaux=["a", "b", "c", "d"])
ENTIER = q("entier", min=1, max=2000)
DECIMAL = q("decimal", max=100, unite="%")
ETP = q("decimal", max=20, unite="ETP")
MONTANT = q("montant")
DATE = q("date")
TEXTE = q("texte", longueur_max=10)
LONG = q("texte")
SIRET = q("texte", format="siret")
INSEE = q("texte", format="insee")
DEPARTEMENT = q("texte", format="departement")
REPARTITION = q("repartition", categories=[{"id": "hommes", "libelle": "Hommes"}, {"id": "femmes", "libelle": "Femmes"}])
TABLEAU = q(
    "tableau",
    ligne="action",
    colonnes=[
        {"id": "intitule", "libelle": "Action", "type": "texte"},
        {"id": "mode", "libelle": "Mode", "type": "choix", "options": OPTIONS[:2]},
        {"id": "prevue", "libelle": "Prévue", "type": "oui_non"},
        {"id": "montant", "libelle": "Montant", "type": "montant", "total": True},
        {"id": "etp", "libelle": "ETP", "type": "decimal", "max": 2, "unite": "ETP"},
        {"id": "nombre", "libelle": "Nombre", "type": "entier", "total": True},
        {"id": "le", "libelle": "Le", "type": "date"},
        {"id": "objectif", "libelle": "Objectif", "type": "texte", "aucun": True},
    ],
)
TOUTES = [
    OUI_NON,
    CHOIX,
    MULTIPLE,
    NIVEAU,
    ENTIER,
    DECIMAL,
    ETP,
    MONTANT,
    DATE,
    TEXTE,
    LONG,
    SIRET,
    INSEE,
    DEPARTEMENT,
    REPARTITION,
    TABLEAU,
]

BONNES: list[tuple[Question, object, object]] = [
    (OUI_NON, "oui", True),
    (OUI_NON, " NON ", False),
    (OUI_NON, True, True),
    (OUI_NON, "faux", False),
    (CHOIX, "dediee", "dediee"),
    (CHOIX, " personne DÉDIÉE ", "dediee"),
    (CHOIX, False, "non"),
    (MULTIPLE, ["repartie", "dediee", "repartie"], ("dediee", "repartie")),
    (MULTIPLE, "aucun", ("aucun",)),
    (MULTIPLE, [], ()),
    (NIVEAU, 0, 0),
    (NIVEAU, "3", 3),
    (NIVEAU, Decimal("2.0"), 2),
    (ENTIER, 86, 86),
    (ENTIER, "1 200", 1200),
    (ENTIER, Decimal("12.0"), 12),
    (ENTIER, 1, 1),
    (ENTIER, 2000, 2000),
    (DECIMAL, "12,5 %", F(25, 2)),
    (DECIMAL, "30", F(30)),
    (ETP, "0,3", F(3, 10)),
    (ETP, Decimal("0.3"), F(3, 10)),
    (ETP, "1/3", F(1, 3)),
    (MONTANT, "20 400,50 €", F(40801, 2)),
    (MONTANT, 20400, F(20400)),
    (MONTANT, 0, F(0)),
    (DATE, "2024-12-31", date(2024, 12, 31)),
    (DATE, "31/12/2024", date(2024, 12, 31)),
    (DATE, date(2024, 1, 1), date(2024, 1, 1)),
    (TEXTE, "été", "été"),
    (TEXTE, 12, "12"),
    (TEXTE, "é" * 10, "é" * 10),
    (TEXTE, "<b>\n", "<b>\n"),
    (SIRET, "732 829 320 00074", "73282932000074"),
    (SIRET, 35600000000048, "35600000000048"),
    (INSEE, "93066", "93066"),
    (INSEE, 93066, "93066"),
    (INSEE, "2a004", "2A004"),
    (INSEE, "01004", "01004"),
    (DEPARTEMENT, 1, "01"),
    (DEPARTEMENT, "2b", "2B"),
    (DEPARTEMENT, "974", "974"),
    (DEPARTEMENT, "95", "95"),
    (REPARTITION, {"hommes": 12, "femmes": "30"}, {"hommes": 12, "femmes": 30, "non_connu": 0}),
    (REPARTITION, {"non_connu": 5}, {"hommes": 0, "femmes": 0, "non_connu": 5}),
    (TABLEAU, [], ()),
    (TABLEAU, "aucun", ()),
    (TABLEAU, [{}], ({},)),
    (
        TABLEAU,
        [
            {
                "objectif": "néant",
                "mode": "Répartie",
                "prevue": "oui",
                "intitule": "",
                "etp": "0,5",
                "le": "1/2/2024",
                "nombre": 3,
            }
        ],
        ({"mode": "repartie", "prevue": True, "etp": F(1, 2), "nombre": 3, "le": date(2024, 2, 1), "objectif": "aucun"},),
    ),
    (
        TABLEAU,
        [{"objectif": False}, {"objectif": "Écrit", "montant": 12}],
        ({"objectif": "aucun"}, {"montant": F(12), "objectif": "Écrit"}),
    ),
]

# The words that tell what to write, and where inside the value.
REFUSEES: list[tuple[Question, object, str, tuple]] = [
    (OUI_NON, "peut-être", "« oui » ou « non » attendu ; trouvé : « peut-être »", ()),
    (OUI_NON, 1, "« oui » ou « non » attendu", ()),
    (OUI_NON, None, "trouvé : rien", ()),
    (
        CHOIX,
        "dedie",
        "« dedie » n’est pas une option ; vouliez-vous dire « dediee » ? ; options : dediee, repartie, non",
        (),
    ),
    (CHOIX, 3, "une option attendue (dediee, repartie, non) ; trouvé : « 3 »", ()),
    (CHOIX, ["dediee"], "trouvé : une liste", ()),
    (MULTIPLE, ["dediee", "x"], "« x » n’est pas une option", (1,)),
    (MULTIPLE, {"a": 1}, "liste d’options attendue, par exemple [dediee]", ()),
    (MULTIPLE, ["aucun", "dediee"], "« aucun » exclut les autres options", ()),
    (NIVEAU, 4, "3 au plus ; trouvé : 4", ()),
    (NIVEAU, -1, "0 au moins ; trouvé : −1", ()),
    (NIVEAU, "1,5", "nombre entier attendu ; trouvé : 1,5", ()),
    (NIVEAU, True, "nombre attendu", ()),
    (ENTIER, 0, "1 au moins ; trouvé : 0", ()),
    (ENTIER, 2001, "2\u202f000 au plus ; trouvé : 2\u202f001", ()),
    (ENTIER, "1.234,5", "nombre attendu, par exemple 20400 ou 20 400,50 ; trouvé", ()),
    (ENTIER, "12 %", "« % » inattendu", ()),
    (ENTIER, 1.5, "nombre attendu", ()),
    (ENTIER, float("nan"), "nombre attendu", ()),
    (ENTIER, 10**18, "nombre trop grand", ()),
    (DECIMAL, 101, "100\u202f% au plus", ()),
    (ETP, "12 %", "« % » inattendu : la valeur s’exprime en ETP", ()),
    (ETP, "0,12345678", "nombre trop grand ou trop précis", ()),
    (MONTANT, "0,123", "un montant a deux décimales au plus ; trouvé : 0,123", ()),
    (MONTANT, -5, "0\u00a0€ au moins ; trouvé : −5\u00a0€", ()),
    (MONTANT, "9" * 40, "nombre attendu", ()),
    (DATE, "30/02/2024", "« 30/02/2024 » n’est pas un jour du calendrier", ()),
    (DATE, 2024, "date attendue", ()),
    (TEXTE, "é" * 11, "texte trop long : 11 caractères, 10 au plus", ()),
    (TEXTE, True, "texte attendu (entre guillemets) ; trouvé : « true »", ()),
    (TEXTE, {"a": 1}, "trouvé : un groupe « clé: valeur »", ()),
    (SIRET, "73282932000075", "n’est pas un SIRET : 14 chiffres dont la clé est juste", ()),
    (SIRET, "732829320", "n’est pas un SIRET", ()),
    (INSEE, "9306", "n’est pas un code INSEE de commune", ()),
    (INSEE, 1004, "le 0 du début compte : 01004 (dans un fichier, entre guillemets)", ()),
    (INSEE, "2C004", "INSEE", ()),
    (DEPARTEMENT, "20", "n’est pas un numéro de département", ()),
    (DEPARTEMENT, 96, "n’est pas un numéro de département", ()),
    (DEPARTEMENT, "Paris", "département", ()),
    (REPARTITION, {"homme": 3}, "« homme » n’est pas une catégorie ; vouliez-vous dire « hommes » ?", ("homme",)),
    (REPARTITION, {"hommes": -1}, "« Hommes » : 0 au moins", ("hommes",)),
    (REPARTITION, {"hommes": "1,5"}, "nombre entier attendu", ("hommes",)),
    (REPARTITION, {"hommes": True}, "nombre attendu", ("hommes",)),
    (REPARTITION, [1, 2], "répartition attendue : {hommes: 12, femmes: 30}", ()),
    (TABLEAU, "x", "liste de lignes attendue ([] s’il n’y a aucune action)", ()),
    (TABLEAU, {"mode": 1}, "liste de lignes attendue", ()),
    (TABLEAU, ["x"], "ligne 1 : {colonne: valeur} attendu", (0,)),
    (TABLEAU, [{}, {"mod": 1}], "ligne 2 : « mod » n’est pas une colonne ; vouliez-vous dire « mode » ?", (1, "mod")),
    (TABLEAU, [{"etp": 3}], "ligne 1, « etp » : 2\u00a0ETP au plus ; trouvé : 3\u00a0ETP", (0, "etp")),
    (TABLEAU, [{"mode": "x"}], "ligne 1, « mode » : « x » n’est pas une option", (0, "mode")),
    (TABLEAU, [{"prevue": 2}], "« oui » ou « non »", (0, "prevue")),
    (TABLEAU, [{"nombre": "1,5"}], "nombre entier attendu", (0, "nombre")),
    (TABLEAU, [{"intitule": "x" * 4001}], "4 000 au plus", (0, "intitule")),
    (TABLEAU, [{}] * (LIGNES_MAX + 1), "501 lignes : 500 au plus", ()),
]


def nom(cas: tuple) -> str:
    return f"{cas[0].type}-{str(cas[1])[:20]}"


@pytest.mark.parametrize(("question", "brut", "valeur"), BONNES, ids=[nom(c) for c in BONNES])
def test_read(question: Question, brut: object, valeur: object) -> None:
    lue = lire(question, brut)
    assert lue == valeur
    assert type(lue) is type(valeur)
    assert lire(question, ecrire(lue)) == lue  # what the journal keeps is the same value


@pytest.mark.parametrize(("question", "brut", "mots", "chemin"), REFUSEES, ids=[nom(c) for c in REFUSEES])
def test_refused_in_words(question: Question, brut: object, mots: str, chemin: tuple) -> None:
    with pytest.raises(ValeurRefusee) as erreur:
        lire(question, brut)
    (refus,) = erreur.value.refus
    assert mots in refus.message
    assert refus.chemin == chemin


def test_every_refusal_of_one_value_is_reported() -> None:
    with pytest.raises(ValeurRefusee) as erreur:
        lire(TABLEAU, [{"mode": "x", "etp": -1}, "x", {"zz": 1, "prevue": "?"}])
    assert [r.chemin for r in erreur.value.refus] == [(0, "mode"), (0, "etp"), (1,), (2, "zz"), (2, "prevue")]
    with pytest.raises(ValeurRefusee) as erreur:
        lire(REPARTITION, {"x": 1, "hommes": -1, "femmes": "a"})
    assert len(erreur.value.refus) == 3
    assert all(isinstance(r, Refus) and r.message in str(erreur.value) for r in erreur.value.refus)


def test_the_least_number_of_rows() -> None:
    deux = q("tableau", lignes_min=2, colonnes=[{"id": "a", "libelle": "A", "type": "texte"}])
    assert lire(deux, [{}, {}]) == ({}, {})
    with pytest.raises(ValeurRefusee, match=r"2 ligne\(s\) au moins ; 1 ici"):
        lire(deux, [{}])


def test_totals_are_of_the_known_cells() -> None:
    assert isinstance(TABLEAU, QuestionTableau)
    lignes = lire(TABLEAU, [{"montant": "0,10", "nombre": 2}, {"montant": "0,20"}, {"prevue": True}])
    assert {c.id: t for c, t in totaux(TABLEAU, lignes)} == {"montant": F(3, 10), "nombre": F(2)}  # type: ignore[arg-type]


BRUTS = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.decimals(allow_nan=False, allow_infinity=False),
        st.dates(),
        st.text(max_size=8),
        st.sampled_from(["oui", "aucun", "1 200", "12 %", "0,5", "2024-12-31", "dediee", "73282932000074", "93066"]),
    ),
    lambda e: st.one_of(
        st.lists(e, max_size=3),
        st.dictionaries(
            st.sampled_from(["hommes", "femmes", "non_connu", "mode", "etp", "montant", "le", "objectif", "x"]),
            e,
            max_size=3,
        ),
    ),
    max_leaves=8,
)


@settings(max_examples=500)
@given(st.sampled_from(TOUTES), BRUTS)
def test_any_value_is_read_or_refused(question: Question, brut: object) -> None:
    try:
        lue = lire(question, brut)
    except ValeurRefusee as erreur:
        refus = erreur.refus
    else:
        refus = []
        octets = canonique(ecrire(lue))
        relue = lire(question, ecrire(lue))
        assert canonique(ecrire(relue)) == octets  # the journal is stable
    assert all(r.message for r in refus)


def test_a_departement_in_superscripts() -> None:
    with pytest.raises(ValeurRefusee):
        lire(DEPARTEMENT, "²²")


@pytest.mark.parametrize(("question", "brut"), [(INSEE, "75²²²"), (INSEE, "93٠٦٦"), (DEPARTEMENT, "٩٣")])
def test_codes_are_written_in_ascii(question: Question, brut: str) -> None:
    with pytest.raises(ValeurRefusee):
        lire(question, brut)


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(ValeurRefusee):
        lire(LONG, "\ud800")


def test_a_decomposed_text_reads_back_the_same() -> None:
    lue = lire(LONG, "e\u0301te\u0301")
    assert lire(LONG, ecrire(lue)) == lue
