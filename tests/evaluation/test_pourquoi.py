"""Why: every figure has its unit, no identifier is shown, every element can be explained, steps cite what comes before."""

from __future__ import annotations

import re
from fractions import Fraction as F
from random import Random

import pytest

from evaluator.dossier.reponses import Reponse
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.pourquoi import element, elements, expliquer
from evaluator.evaluation.pourquoi.chiffres import EUROS, PROPORTION, TAUX, chiffre, entre, habiller, resultat
from evaluator.evaluation.pourquoi.enonce import en_mots
from evaluator.evaluation.pourquoi.pas import annexe
from evaluator.evaluation.pourquoi.unites import Unites
from evaluator.questionnaire.formula.tree import Constante, enfants
from evaluator.questionnaire.formula.types import type_formula

from .strategies import complete, example, holes, near_example
from .synthetic import NR, NSP, SO, WORKED, answers, build, mini, scored, shipped, worked
from .zoo import GRIDS, tight, zoo

NB, FINE = "\u00a0", "\u202f"
EXAMPLES = [(n, v) for n in ("pre_sorbier", "quai_solveig") for v in ("auto_evaluation", "constat")]
EXAMPLES.append(("puits_mirette", "auto_evaluation"))


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda p: "-".join(p))
def explained(request):
    """One example in one volet: the evaluation, and the tree of each of its elements."""
    ref = shipped()
    evaluation = evaluer(ref, example(*request.param))
    return ref, evaluation, [expliquer(ref, evaluation), *(element(ref, evaluation, n) for n in elements(ref, evaluation))]


def generated():
    rng = Random(7)
    for k in range(60):
        ref = shipped() if k % 3 else rng.choice([*map(zoo, GRIDS), tight()])
        base = near_example(rng) if k % 3 == 1 else complete(rng, ref)
        reponses = holes(base, rng, rng.choice([0, 0.1, 0.5]), ())
        evaluation = evaluer(ref, reponses)
        names = list(elements(ref, evaluation))
        picked = rng.sample(names, 12)
        yield ref, evaluation, [expliquer(ref, evaluation), *(element(ref, evaluation, n) for n in picked)]


# — every figure has its unit ———————————————————————————————————————————————————————————————————————————————

WORDS = {"point", "part", "parts", "critère", "critères", "axe", "axes", "indicateur", "indicateurs", "question",
         "questions", "ligne", "lignes", "autre", "autres", "terme", "termes", "unité", "unités", "an", "ans",
         "en proportion", "du plafond", "par logement"}  # fmt: skip
NUMBER = rf"(?:\d+/\d+|\d{{1,3}}(?:{FINE}\d{{3}})+(?:,\d+)?|\d+(?:,\d+)?)"
# what is no figure: quotations, dates and years, numbers of clauses, levels, steps and rows, decimals beside a fraction
NOT_FIGURES = (
    r"«[^»]*»", r"\b\d\d/\d\d/(?:\d{4}|N-1)", r"\b\d{1,2} (?:mars|mai|juin) \d{4}\b", r"(?<![\d,/])(?:19|20)\d\d\b(?!/|,\d)",
    r"\bNOR \w+", r"\bN-1\b", r"\b[A-Z]+\d*(?:-[A-Za-z0-9]+)+\b",
    r"niveau \d(?: sur 3)?", rf"étape{NB}\d+", r"n° \d+", r"(?<=[\w€%]) \(−?\d+/\d+\)",
    r"\(1 \+ (?=\d)", r"31 décembre",
)  # fmt: skip


def units(ref) -> set[str]:
    """Every unit of the questionnaire, singular and plural."""
    found = {getattr(q, "unite", None) for q in ref.questionnaire.questions.values()}
    found |= {c.unite for q in ref.questionnaire.questions.values() for c in getattr(q, "colonnes", ())}
    found |= {r.unite for r in ref.grille.lue.references.values()} | {
        i.lu.unite for i in ref.questionnaire.indicateurs.values()
    }
    plural = {u for u in found if u and u not in "€%"}
    return (
        WORDS
        | plural
        | {" ".join(w.removesuffix("s") if w not in ("mois", "sur") else w for w in u.split()) for u in plural}
    )


def bare_numbers(text: str, known: set[str]) -> list[str]:
    """Numbers that no unit follows."""
    for pattern in NOT_FIGURES:
        text = re.sub(pattern, "§", text)
    after = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
    return [text[max(0, m.start() - 30) : m.end() + 20]
            for m in re.finditer(rf"(?<![\w/,]){NUMBER}(?!\d)", text)
            if not re.match(rf"(?:{FINE}%|{NB}€|[ {NB}](?:{after})\b)", text[m.end() :])]  # fmt: skip


def texts(tree, evaluation=None):
    """All that is printed of a tree; the messages of the questionnaire, which its authors wrote, are left out."""
    messages = [habiller(m.message) for m in (*evaluation.vigilances, *evaluation.controles)] if evaluation else []
    for step in tree.parcourir():
        for name in ("resultat", "regle", "calcul", "poids", "reponse", "etat", "source", "origine"):
            text = getattr(step, name)
            for message in messages:
                text = text.replace(message, "")
            yield step, name, text


def test_each_number_is_followed_by_its_unit(explained) -> None:
    ref, evaluation, trees = explained
    known, numbers = units(ref), 0
    for tree in trees:
        for step, name, text in texts(tree, evaluation):
            assert not bare_numbers(text, known), (step.titre, name, text)
            numbers += len(re.findall(NUMBER, text))
    assert numbers > 500


def test_each_number_of_generated_dossiers_is_followed_by_its_unit() -> None:
    for ref, evaluation, trees in generated():
        known = units(ref)
        for tree in trees:
            for step, name, text in texts(tree, evaluation):
                assert not bare_numbers(text, known), (step.titre, name, text)


def test_the_reader_of_units_can_fail() -> None:
    known = units(shipped())
    assert bare_numbers("54 ÷ 84 ménages", known)
    assert bare_numbers("le plus petit de 12 et de 5 parts", known)
    assert bare_numbers(f"2/3{NB}chats", known)
    assert not bare_numbers(f"niveau 2 → 0,666667{NB}point (2/3) (étape{NB}4) ; 20{FINE}400{NB}€ ; 12{FINE}%", known)


# — no identifier ———————————————————————————————————————————————————————————————————————————————————————————


def identifiers(ref) -> re.Pattern[str]:
    """Ids that no French sentence holds by itself: of questions, readings, options, columns, references."""
    q = ref.questionnaire
    ids = set(q.questions) | {n.id for n in q.notations} | set(ref.grille.lue.references)
    for question in q.questions.values():
        ids |= {o.id for o in getattr(question, "options", ())} | {c.id for c in getattr(question, "categories", ())}
        ids |= {c.id for c in getattr(question, "colonnes", ())}
    return re.compile(r"\w_\w|\b(?:" + "|".join(re.escape(i) for i in ids if "_" in i or re.search(r"\d", i)) + r")\b")


@pytest.mark.parametrize("source", ["examples", "generated"])
def test_no_identifier_and_no_underscore_is_shown(source: str) -> None:
    if source == "examples":
        cases = []
        for name, volet in EXAMPLES:
            evaluation = evaluer(shipped(), example(name, volet))
            trees = [element(shipped(), evaluation, n) for n in elements(shipped(), evaluation)]
            cases.append((shipped(), evaluation, trees))
    else:
        cases = [c for c in generated() if c[0] is shipped()]  # labels of the zoo are ids themselves
    for ref, _, trees in cases:
        forbidden = identifiers(ref)
        for tree in trees:
            for step in tree.parcourir():
                shown = (step.titre, *(t for _, _, t in texts(tree.__class__(**{**fields(step), "enfants": ()}))))
                for text in (*shown, *(title for _, title in step.clauses)):
                    assert not forbidden.search(text), (step.id, text)
        for label in elements(ref, evaluation if source == "examples" else _).values():
            assert "_" not in label


def fields(step) -> dict:
    return {name: getattr(step, name) for name in step.__slots__}


# — the tree ————————————————————————————————————————————————————————————————————————————————————————————————


def test_the_tree_goes_from_the_amount_to_the_answers() -> None:
    tree = expliquer(shipped(), evaluer(shipped(), example("pre_sorbier", "constat")))
    assert (tree.titre, tree.resultat) == ("Montant proposé", f"16{FINE}726{NB}€")
    steps = {s.id: s for s in tree.parcourir()}
    # docs/exemple-calcule.md: 54 ÷ 84 ÷ 0,80; (2/3 + 2/3 + 1/3) ÷ 3; 40 ÷ 43
    vuln = steps["menages_vulnerables"]
    assert vuln.calcul.replace(NB, " ").replace(FINE, " ") == "54 ménages ÷ 84 ménages ÷ 80 % = 0,803571 point (45/56)"
    assert (vuln.reponse, vuln.source) == (f"54{NB}ménages", "document")
    assert "÷ 3 questions = 0,555556 point (5/9)" in steps["A2-IND3"].calcul.replace(NB, " ")
    assert steps["equipe_etp"].resultat == f"0,930233{NB}point (40/43)"
    assert steps["A1"].poids == f"5{NB}parts sur 13{NB}parts"
    # mediation: level 2 on a declaration, counted 1; the third mission has no proven action
    assert "niveau 2 déclaré, compté niveau 1" in steps["mediation_exterieure"].reponse
    cases = {c.titre: c for c in steps["actions_realisees"].enfants}
    third = next(c for t, c in cases.items() if "3. Lutte contre l’isolement" in t)
    assert (third.resultat, third.reponse) == (f"0{NB}critère", "aucune ligne ne compte")
    collective = next(c for t, c in cases.items() if "Collective" in t)
    assert "Réunions d’étage" in collective.reponse
    rows = {r.titre: r.resultat for r in steps["cofinancements"].enfants}
    assert sorted(rows.values()) == sorted([f"4{FINE}000{NB}€", f"2{FINE}000{NB}€", "ne compte pas", "ne compte pas"])


def test_every_element_is_explained_under_its_own_id(explained) -> None:
    ref, evaluation, _ = explained
    for name in elements(ref, evaluation):
        tree = element(ref, evaluation, name)
        assert tree is not None
        assert tree.titre
        assert tree.resultat
        assert tree.id == name or name == "plafond"
    for name in ("besoin", "reponse", "global", "taux", "montant", "A1", "A1-IND1", "equipe_etp"):
        step = evaluation.etape(name)
        assert step is None or expliquer(ref, evaluation, step).id == name
    assert element(ref, evaluation, "A3-IND8") is None


def test_steps_cite_only_what_comes_before(explained) -> None:
    ref, evaluation, _ = explained
    steps = annexe(expliquer(ref, evaluation))
    assert [s.numero for s in steps] == list(range(1, len(steps) + 1))
    assert steps[-1].pas.id == "montant"
    assert len({s.pas.id for s in steps}) == len(steps)
    assert all(r < s.numero for s in steps for r in s.renvois)
    for s in steps:
        cited = {int(n) for n in re.findall(rf"étape{NB}(\d+)", s.pas.calcul)}
        assert cited == set(s.renvois)
    used = {r for s in steps for r in s.renvois}
    assert {s.numero for s in steps if s.pas.genre in ("notation", "axe", "global")} <= used


# — cases ———————————————————————————————————————————————————————————————————————————————————————————————————


def steps_of(evaluation, ref=None):
    return {s.id: s for s in expliquer(ref or mini(), evaluation).parcourir()}


def test_a_cap_names_its_vigilance_and_what_it_allows() -> None:
    # one majeure certain: 2/3 of 20 400 is 13 600; the impératif only possible: at the lower end, 1/3 of 20 400 is 6 800
    steps = steps_of(worked(maj=True))
    assert "«\u00a0MAJ\u00a0»" in steps["MAJ"].titre
    assert steps["MAJ"].resultat == f"66,6667{FINE}% du plafond (2/3) au plus"
    assert (
        steps["taux"].calcul
        == f"le plus petit de 85{FINE}% du plafond et de 2/3 du plafond = 66,6667{FINE}% du plafond (2/3)"
    )
    assert steps["montant"].resultat == f"13{FINE}600{NB}€"
    steps = steps_of(worked(imp=NSP))
    assert "possible" in steps["IMP"].regle
    assert "1/3 du plafond" in steps["taux"].calcul.splitlines()[0]
    assert "85" in steps["taux"].calcul.splitlines()[1]
    assert steps["montant"].resultat == f"pas encore de montant{NB}: entre 6{FINE}800{NB}€ et 17{FINE}340{NB}€"


def test_an_unknown_cost_leaves_the_upper_end_to_the_other_terms() -> None:
    steps = steps_of(worked(cout_gls=NR))
    assert "sans limite connue" in steps["cout_net"].calcul
    assert "cout" not in steps["montant"].calcul
    bas, haut = steps["montant"].calcul.splitlines()
    assert bas.endswith(f"= 0{NB}€")
    assert haut.endswith(f"= 17{FINE}340{NB}€")


def test_a_reason_that_ends_its_own_sentence_gets_no_second_stop() -> None:
    rule = steps_of(worked(faute=True))["montant"].regle
    assert "Contradiction." in rule
    assert ".." not in rule


def test_a_net_cost_never_goes_below_zero() -> None:
    # 41 000 of cost, 60 000 acquired
    row = {"financeur": "departement", "nature": "subvention", "objet": "gls", "montant": 60000, "statut": "acquis",
           "poste_finance": "aucun"}  # fmt: skip
    steps = steps_of(worked(cofinancements=[row]))
    calcul = steps["cout_net"].calcul.replace(FINE, " ").replace(NB, " ")
    assert calcul == "le plus grand de (41 000 € − 60 000 €) et de 0 € = 0 €"
    assert steps["montant"].resultat == f"0{NB}€"


def test_irrecevable_is_zero_and_says_why() -> None:
    steps = steps_of(worked(type_structure="pension_de_famille"))
    assert steps["montant"].resultat == f"0{NB}€"
    assert "irrecevable" in steps["montant"].regle
    assert "C-IV-b-pf" in [c for c, _ in steps["recevabilite"].clauses]


def test_no_regime_gives_no_amount_and_the_indicative_figure_is_apart() -> None:
    steps = steps_of(worked(exercice=2026))
    assert steps["montant"].resultat == "aucun montant"
    # as in 2024: 17 340 €
    assert steps["indicatif"].resultat == f"17{FINE}340{NB}€"
    assert "n’est pas le montant d’une convention" in steps["indicatif"].regle
    steps = steps_of(worked(exercice=NR))
    assert steps["montant"].resultat == "aucun montant"
    assert "exercice" in steps["montant"].regle


def test_a_lump_sum_is_written_out_and_its_complement_too() -> None:
    ref = zoo("lump sum")
    base = dict(WORKED, exercice=2026, nb_logements=80, type_structure="residence_sociale_fjt", pse_caf_n1=10000)
    evaluation = evaluer(ref, answers(ref, base))
    steps = steps_of(evaluation, ref)
    calcul = steps["plafond"].calcul.replace(FINE, " ").replace(NB, " ")
    # 250 € × 80 = 20 000 €, and 30 % of 10 000 € = 3 000 €
    assert calcul == "250 € par logement × 80 logements + 30 % × 10 000 € = 23 000 €"
    assert "sans effet" in steps["taux"].poids
    evaluation = evaluer(zoo("modulated"), answers(zoo("modulated"), base))
    assert "plafond_module" in steps_of(evaluation, zoo("modulated"))


def test_below_the_completeness_no_amount_is_kept_and_the_share_is_worked_out() -> None:
    # zoo: sixteen readings; everything unanswered but the money
    ref = zoo()
    evaluation = evaluer(ref, answers(ref, {**WORKED, "yes": True}))
    steps = steps_of(evaluation, ref)
    assert evaluation.modulation.montants.montant is None
    share = steps["completude"]
    assert "aucun avis ni montant" in share.regle
    parts = re.match(rf"(\d+){NB}parts? ÷ (\d+){NB}parts", share.calcul)
    assert parts
    assert F(int(parts[1]), int(parts[2])) == evaluation.completude < F(4, 5)


def test_what_is_sans_objet_leaves_its_weight_to_the_rest() -> None:
    ref = shipped()
    base = dict(example("pre_sorbier", "constat").par_question)
    base["mediation_exterieure"] = SO
    evaluation = evaluer(ref, type(example("pre_sorbier", "constat"))("constat", base))
    steps = steps_of(evaluation, ref)
    assert steps["mediation_exterieure"].resultat == "sans objet"
    assert "sans rapport avec la résidence" in steps["mediation_exterieure"].reponse
    rule = steps["A2-IND3"].regle
    assert "Ne s’applique pas" in rule
    assert f"(1{NB}part)" in rule
    # (2/3 + 2/3) ÷ 2
    assert steps["A2-IND3"].calcul.replace(NB, " ") == "(2/3 point + 2/3 point) ÷ 2 questions = 0,666667 point (2/3)"


def test_a_masked_and_a_pending_question_say_so() -> None:
    ref = zoo()
    steps = steps_of(evaluer(ref, answers(ref, {**WORKED, "yes": False, "child": 3})), ref)
    assert steps["child"].calcul == f"question masquée → 0{NB}point"
    steps = steps_of(evaluer(ref, answers(ref, {**WORKED, "yes": NSP, "child": Reponse("renseignee", 3, "document")})), ref)
    assert steps["child"].etat == "en attente d’une autre réponse"
    assert steps["child"].calcul.splitlines()[0].endswith(f"question masquée → 0{NB}point")
    assert steps["child"].calcul.splitlines()[1].endswith(f"niveau 3 → 1{NB}point")


def test_a_floor_is_explained_by_the_score_it_reads() -> None:
    ref = zoo()
    evaluation = evaluer(ref, answers(ref, WORKED))
    tree = element(ref, evaluation, "F-R")
    assert tree is not None
    assert f"score inférieur à 0,35{NB}point" in tree.regle
    assert [c.id for c in tree.enfants] == ["reponse"]


# — figures and units —————————————————————————————————————————————————————————————————————————————————————————


def test_figures_are_exact_and_never_in_two_roundings() -> None:
    assert resultat(F(13, 18), "point") == f"0,722222{NB}point (13/18)"
    assert resultat(F(4, 5), "point") == f"0,8{NB}point"
    assert chiffre(F(17, 20), TAUX) == f"85{FINE}% du plafond"
    assert resultat(F(2, 3), TAUX) == f"66,6667{FINE}% du plafond (2/3)"
    assert resultat(F(1901999, 1000) + F(1, 3000), EUROS).startswith(f"1{FINE}901,99{NB}€")  # not 1 902,00: floor is 1 901
    assert resultat(F(50000, 3), EUROS) == f"16{FINE}666,67{NB}€ (50000/3)"
    assert chiffre(F(1), "ménages") == f"1{NB}ménage"
    assert chiffre(F(3, 7), "ménages") == f"3/7{NB}ménage"
    assert entre(F(0), float("inf"), EUROS) == f"au moins 0{NB}€"
    assert entre(F(1, 4), F(1, 2), PROPORTION) == f"entre 25{FINE}% et 50{FINE}%"


@pytest.mark.parametrize(
    ("formula", "constants", "result"),
    [
        # ETP × 100 logements ÷ logements ÷ ETP leaves a proportion
        ("total(equipe.etp_gls) × 100 ÷ nb_logements ÷ ref_etp_gls_100", ["logements"], PROPORTION),
        ("nb_menages ÷ 4", ["ménages"], PROPORTION),
        ("cout_gls + 3", ["€"], "€"),
        ("cout_gls + (−3)", ["€"], "€"),
        ("min(1; nombre(actions; realisee)) ÷ 5", ["critères", "critères"], PROPORTION),
        ("cout_gls × (1 + 20 %)", [PROPORTION, PROPORTION], "€"),
        ("si(strategie_locale = 0; nb_menages; 7)", ["niveau", "ménages"], "ménages"),
    ],
)
def test_a_bare_constant_takes_the_unit_that_makes_the_formula_whole(formula, constants, result) -> None:
    ref = shipped()
    expression = type_formula(formula, ref.questionnaire.portee)
    units_ = Unites(ref, expression.arbre)

    def walk(n):
        return ([n] if isinstance(n, Constante) else []) + [c for child in enfants(n) for c in walk(child)]

    assert [units_.de(c) for c in walk(expression.arbre)] == constants
    assert units_.resultat == result


def test_a_formula_in_words_has_no_id() -> None:
    ref = shipped()
    formula = "si(non agrement et type_demande ≠ 'premiere'; part(nb_menages; 4); max(1; total(sorties)))"
    words = en_mots(type_formula(formula, ref.questionnaire.portee), ref)
    assert "_" not in words
    assert "premiere" not in words
    assert "« Première demande »".replace("« ", f"«{NB}").replace(" »", f"{NB}»") in words


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("min(1; nombre(actions))", "1 critère s’il y a au moins une ligne de « Actions de GLS », sinon 0 critère"),
        (
            "min(1; nombre(actions; realisee))",
            "1 critère s’il y a au moins une ligne de « Actions de GLS » avec « Réalisée en N-1 » : oui, sinon 0 critère",
        ),
        (
            "min(1; nombre(actions; mission = 'gls1' et realisee)) + min(1; nombre(actions; mission = 'gls2' et realisee))",
            "nombre de critères, sur les 2 critères suivants, qui ont au moins une ligne de « Actions de GLS »"
            " (« Réalisée en N-1 » : oui) : « Mission (III) » : « 1. Régulation de la vie collective »,"
            " « 2. Prévention et gestion des impayés »",
        ),
    ],
)
def test_what_a_criterion_asks_of_the_rows(formula: str, said: str) -> None:
    words = en_mots(type_formula(formula, shipped().questionnaire.portee), shipped())
    assert words.replace(NB, " ").replace(FINE, " ") == said


def test_a_local_parameter_is_said_to_be_one() -> None:
    local = {"id": "loc", "version": "1.0.0", "titre": "Locale", "base": "essai", "poids_notations": {"note": 2},
             "modulation": {"courbe": [["0,30", 0], ["0,80", 1]]}}  # fmt: skip
    ref = build([scored("note", sans_objet="refuse"), scored("autre", sans_objet="refuse")], {"I1": "A1"}, local=local)
    steps = steps_of(evaluer(ref, answers(ref, {**WORKED, "autre": "0,2"})), ref)
    assert steps["note"].origine == f"barème{NB}: paramètre de l’outil{FINE}; poids{NB}: paramètre local"
    assert steps["autre"].origine.endswith("paramètre de l’outil")
    assert steps["taux"].origine == "paramètre local"
    # (2 × 0,7325 + 0,2) ÷ 3 = 1,665 ÷ 3 = 0,555
    assert steps["I1"].calcul.replace(NB, " ") == "(2 parts × 0,7325 point + 1 part × 0,2 point) ÷ 3 parts = 0,555 point"
