"""What campaigns found, again; and a few hundred inputs of every kind. The long form is `make fuzz MINUTES=10`."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from evaluator.dossier.dossier import Dossier
from evaluator.dossier.echange import lire_reponses
from evaluator.dossier.lignes import LigneIllisible, lire_ligne
from evaluator.errors import FaultyInput, Faute, Unreadable, WrongUse
from evaluator.evaluation.evaluate import evaluer
from evaluator.questionnaire.load import assembler
from evaluator.questionnaire.models import QuestionTableau
from evaluator.questionnaire.reader import lire_texte
from evaluator.report.modeles import MODELES
from evaluator.report.render import rediger
from evaluator.ui.collage import CollageRefuse, coller
from tests.dossier import conftest as petit_questionnaire
from tests.fuzz import genres_yaml, matiere, octets, reduction, regle
from tests.fuzz.genres import GENRES, Genre
from tests.fuzz.regle import Defaut, Releve
from tests.fuzz.strategies import entrees

GARDEES = [pytest.param(genre, chemin, id=chemin.name) for genre, chemin in reduction.gardees()]


@pytest.mark.parametrize(("genre", "chemin"), GARDEES)
def test_what_was_found_stays_mended(genre: str, chemin: Path) -> None:
    regle.eprouver(GENRES[genre].essayer, reduction.lire(chemin))


@pytest.mark.parametrize("genre", GENRES.values(), ids=lambda g: g.nom)
def test_a_few_inputs_of_every_kind(genre: Genre) -> None:
    """One in twenty at least passes the first check: a kind that is always refused would look at nothing behind it."""
    issues: list[str] = []

    @settings(max_examples=genre.exemples, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None)
    @given(entrees(genre))
    def eprouver(donnees: bytes) -> None:
        issues.append(regle.eprouver(genre.essayer, donnees).issue)

    eprouver()
    assert len(issues) >= genre.exemples
    assert 20 * sum(issue != "refusé" for issue in issues) >= len(issues)


# — what each kind starts from is right: else everything would be refused at the door ———————————————————————————


@pytest.mark.parametrize("nom", [n for n in matiere.sain() if n != "reponses.yaml"])
def test_a_sound_questionnaire_passes(nom: str) -> None:
    donnees = genres_yaml.joindre(f"sain/{nom}", matiere.sain()[nom])
    assert regle.eprouver(genres_yaml.essayer, donnees).issue == "accepté"


def test_a_sound_journal_passes_and_holds_every_type_of_event() -> None:
    types = re.findall(rb'"type":"(\w+)"', matiere.journaux()["complet"])
    assert {*types} >= {
        b"creation", b"reponse", b"confirmation", b"note", b"piece", b"a_revoir", b"observation", b"decision", b"cloture",
        b"reouverture", b"fusion",
    }  # fmt: skip
    for octets_ in matiere.journaux().values():
        assert regle.eprouver(GENRES["dossier-chaine"].essayer, octets_).issue == "accepté"


@pytest.mark.parametrize("genre", GENRES.values(), ids=lambda g: g.nom)
def test_a_seed_gives_the_same_input(genre: Genre) -> None:
    assert genre.fabriquer(Random(5)) == genre.fabriquer(Random(5))


@given(st.binary(max_size=200), st.integers(0, 2**32))
@settings(max_examples=50)
def test_bytes_are_changed(donnees: bytes, graine: int) -> None:
    assert len({octets.muter(donnees, Random(graine + i)) for i in range(20)}) > 3


@pytest.mark.parametrize("modele", MODELES)
def test_a_report_does_without_the_clauses_that_a_dossier_lacks(modele: str, tmp_path: Path) -> None:
    """The small questionnaire has one clause, none of those that the sections quote."""
    chemin = tmp_path / "complet.agls"
    chemin.write_bytes(matiere.journaux()["complet"])
    with Dossier.ouvrir(chemin) as dossier:
        evaluation = evaluer(dossier.referentiel, dossier.reponses("constat"))
        if modele == "annexe_convention_financiere":
            with pytest.raises(WrongUse, match="le montant n’est pas établi"):
                rediger(dossier, evaluation, modele=modele, formats=("md",), sortie=tmp_path)
        else:
            (rapport,) = rediger(dossier, evaluation, modele=modele, formats=("md",), sortie=tmp_path)
            assert "Les Tilleuls" in rapport.read_text(encoding="utf-8")


# — the property can fail ———————————————————————————————————————————————————————————————————————————————————


def _cle(essai: regle.Essai) -> str:
    with pytest.raises(Defaut) as defaut:
        regle.eprouver(essai, b"x")
    return defaut.value.cle


def test_an_error_that_is_not_ours_is_a_defect() -> None:
    def essai(donnees: bytes, ici: Path, releve: Releve) -> None:
        raise RecursionError("trop profond")

    assert _cle(essai) == "RecursionError fuzz/test_fuzz.py essai"


def test_a_long_step_is_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regle, "SECONDES_MAX", 0.01)

    def essai(donnees: bytes, ici: Path, releve: Releve) -> None:
        with releve.etape("lire"):
            fin = time.process_time() + 0.02
            while time.process_time() < fin:
                pass

    assert _cle(essai) == "long, lire"


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="the peak of memory cannot be reset here")
def test_a_large_input_is_a_defect() -> None:
    def essai(donnees: bytes, ici: Path, releve: Releve) -> None:
        assert len(b"x" * (regle.OCTETS_MAX + 2**24)) > 0

    assert _cle(essai) == "grand"


@pytest.mark.parametrize(
    ("erreur", "cle"),
    [
        (FaultyInput([Faute("Input should be a valid string", "f.yaml", 1, 1)]), "anglais « Input »"),
        (FaultyInput([Faute("nombre attendu", "f.yaml")]), "erreur sans sa ligne"),
        (FaultyInput([Faute("nombre attendu", None, 3)]), "erreur sans son fichier"),
        (FaultyInput([Faute("nombre attendu", "autre.yaml", 3)]), "erreur sans son fichier"),
        (FaultyInput([Faute("lecture de /usr/lib/x impossible", "f.yaml", 1)]), "chemin de la machine"),
        (FaultyInput([Faute("'NoneType' : texte attendu", "f.yaml", 1)]), "mots du langage « NoneType »"),
        (FaultyInput([Faute("nombre attendu", "f.yaml", 0)]), "ligne impossible"),
        (FaultyInput([]), "refus sans faute"),
        (Unreadable("lecture impossible"), "erreur sans son fichier"),
    ],
)
def test_a_message_without_words_or_place_is_a_defect(erreur: FaultyInput, cle: str) -> None:
    def essai(donnees: bytes, ici: Path, releve: Releve) -> None:
        regle.refus(erreur, {"f.yaml"}, ici, ligne=True)

    assert _cle(essai) == cle


def test_a_good_message_is_none() -> None:
    faute = Faute("« Input is » : nombre attendu ; trouvé : « the string »", "f.yaml", 1, 2)
    regle.refus(FaultyInput([faute]), {"f.yaml"}, Path("/x"), ligne=True)


def test_a_file_that_is_changed_by_reading_is_a_defect() -> None:
    def essai(donnees: bytes, ici: Path, releve: Releve) -> None:
        (ici / "f").write_bytes(b"a")
        with regle.intact(ici / "f"):
            (ici / "f").write_bytes(b"b")

    assert _cle(essai) == "fichier lu modifié"


def test_what_is_found_is_made_small_and_kept(tmp_path: Path) -> None:
    """Of a hundred lines, the two that matter stay."""

    def essai(donnees: bytes, ici: Path, releve: Releve) -> None:
        if b"fer" in donnees and b"feu" in donnees:
            raise ZeroDivisionError

    lignes = [b"rien"] * 100
    lignes[20], lignes[70] = b"du fer rouge", b"un feu"
    genre = Genre("valeur", lambda rng: b"", essai, 1)
    petit = reduction.reduire(genre, b"\n".join(lignes), "ZeroDivisionError fuzz/test_fuzz.py essai")
    assert petit == b"ferfeu"
    chemin = reduction.garder("valeur", petit, "message", tmp_path)
    assert re.fullmatch(r"valeur-[0-9a-f]{8}\.bin", chemin.name)
    assert reduction.lire(chemin) == petit
    assert chemin.with_suffix(".txt").read_text(encoding="utf-8") == "message\n"
    gros = reduction.garder("valeur", b"x" * 100_000, "m", tmp_path)
    assert gros.suffix == ".gz"
    assert reduction.lire(gros) == b"x" * 100_000


# — made to be long or large: each took minutes, or hundreds of megabytes ——————————————————————————————————————————


def _bornee(essai: Callable[[], object], mots: str) -> None:
    debut = time.process_time()
    with pytest.raises((FaultyInput, CollageRefuse, LigneIllisible), match=mots):
        essai()
    assert time.process_time() - debut < regle.SECONDES_MAX


MARQUES = "\u0301\u0316" * 60_000  # in the wrong order: sorting them takes the square of their number


def test_endless_combining_marks_are_refused_everywhere() -> None:
    tableau = next(q for q in matiere.petit().questionnaire.questions.values() if q.id == "equipe")
    assert isinstance(tableau, QuestionTableau)
    for essai in (
        lambda: lire_texte(f"a: e{MARQUES}", "f.yaml"),
        lambda: lire_texte(f'"e{MARQUES}": a', "f.yaml"),
        lambda: lire_texte('a: "e' + "\\u0301\\u0316" * 60_000 + '"', "f.yaml"),
        lambda: lire_ligne(f'{{"a": "e{MARQUES}"}}'.encode()),
        lambda: lire_ligne(b'{"a": "e' + b"\\u0301\\u0316" * 60_000 + b'"}'),
        lambda: coller(tableau, (), 0, 0, MARQUES),
    ):
        _bornee(essai, "signes combinants")


def test_marks_as_writing_has_them_are_read() -> None:
    """Vietnamese, Hebrew with its points, a short stack; and many signs that are no marks."""
    for texte in (
        "Tie\u0302\u0301ng Vie\u0323\u0302t",
        "בְּרֵאשִׁית",
        "Z\u0351\u036b\u0343",
        "— « » … ’ " * 200,
        "—" * 500,
        "😀" * 500,
    ):
        assert lire_texte(f"a: x{texte}", "f.yaml").arbre == {"a": unicodedata.normalize("NFC", f"x{texte}".rstrip())}


def test_too_many_values_or_faults_are_refused() -> None:
    annexe = matiere.annexe().questionnaire
    inconnues = lire_texte("".join(f"nb_logement{i}: 1\n" for i in range(3000)), "r.yaml")
    _bornee(lambda: lire_texte("[" + "a," * 260_000 + "]", "f.yaml"), "plus de 250 000 valeurs")
    _bornee(lambda: lire_reponses(inconnues, annexe, "constat"), "plus de 200 fautes")
    _bornee(lambda: lire_ligne(b'{"a": [' + b"[]," * 1_200_000 + b"[]]}"), "trop de valeurs")
    assert len(lire_reponses(inconnues, annexe, "constat", partiel=True).fautes) == 201


@pytest.mark.parametrize(
    ("modele", "compte", "mots"),
    [
        ('{{id: q{n}, libelle: "Q ?", type: oui_non}}', 2500, "2523 questions : 2500 au plus"),
        ('{{id: q{n}, libelle: "Q ?", type: oui_non, si: "q{n}x"}}', 400, "n'est pas un nom connu"),
        ('{{id: q{n}, libele: "Q ?", type: oui_non}}', 400, "champ inconnu ici"),
        ('{{id: q{n}, libelle: "Q ?", type: oui_non, clauses: [C{n}]}}', 400, "n'est pas dans textes/clauses.yaml"),
    ],
)
def test_a_questionnaire_of_many_faults_names_the_first_ones(modele: str, compte: int, mots: str) -> None:
    ajoutees = "".join(f"      - {modele.format(n=n)}\n" for n in range(compte))
    with pytest.raises(FaultyInput, match=mots) as erreur:
        assembler(petit_questionnaire.sources(petit_questionnaire.QUESTIONNAIRE + ajoutees))
    assert len(erreur.value.fautes) <= 200
    assert all(faute.fichier == "petit.yaml" and faute.ligne for faute in erreur.value.fautes)
