"""Properties of exports: an answers file, a dossier or a JSON carry the same answers, and so the same evaluation."""

from __future__ import annotations

import tempfile
import unicodedata
from collections import Counter
from pathlib import Path
from random import Random

from evaluator.dossier.dossier import Dossier
from evaluator.dossier.echange import ecrire_reponses, exporter_agls, exporter_json, lire_reponses
from evaluator.dossier.reponses import Annotation, Piece, Reponse, Volet
from evaluator.dossier.verification import verifier
from evaluator.errors import FaultyInput
from evaluator.evaluation.as_json import objet, texte
from evaluator.evaluation.evaluate import evaluer
from evaluator.questionnaire.reader import lire_texte
from tests.evaluation.strategies import exists
from tests.evaluation.synthetic import shipped

from .dossiers import partiel
from .generes import genere

VOLETS: tuple[Volet, ...] = ("auto_evaluation", "constat")
TEXTS = [
    "simple", " bords ", "deux\nlignes\n", "\n", "tabulation\tici", "retour\r\nchariot", "fin\r", "cloche\x07",
    "nul\x00", "échap\x1b[31m", "suppr\x7f", "nel\x85", "ls\u2028ps\u2029", "\ufeffbom", "e\u0301 à composer",
    "👩\u200d👩\u200d👧 famille", "مرحبا \u202eabc\u202c", "# pas un commentaire", "- a\n- b", "{{7*7}}",
    "'apostrophe' \"guillemets\"", "\\n barre", "oui", "null", "~", "20 400,50", "2024-12-31",
    "&ancre *alias !étiquette", "clé: valeur", "%", "[]", "=1+1", "\xa0insécable\u202f", "\uffff", "\U0010ffff",
    "| bloc", "> plié", "...", "---", "a" * 5000, "\ud800 seul",
]  # fmt: skip


def etat(d: Dossier, volet: Volet) -> object:
    """All that stands in one volet."""
    return d.reponses(volet).par_question, {q.id: d.annotation(q.id, volet) for q in d.questions(volet)}


def resultat(d: Dossier, volet: Volet) -> str:
    """The JSON of the evaluation, without what names the file and its journal."""
    made = objet(
        evaluer(d.referentiel, d.reponses(volet)), d.referentiel, dossier="x", dossier_id="x", evenements=0, empreinte="x"
    )
    return texte([made])


def _texte(rng: Random, seen: Counter) -> str:
    seen["texts"] += 1
    if rng.random() < 0.02:
        seen["of 100 kB"] += 1
        return "long é🏠 " * 8000
    return rng.choice(TEXTS) if rng.random() < 0.7 else "".join(rng.choice(TEXTS)[:20] for _ in range(3))


def _reponse(q, a: Reponse, rng: Random, seen: Counter) -> Reponse:
    """`a`, with hard texts in the place of easy ones and a reason here and there."""
    v = a.valeur
    if a.etat == "renseignee" and q.type == "texte" and not getattr(q, "format", None):
        v = _texte(rng, seen)[: q.longueur_max or None]
    if a.etat == "renseignee" and q.type == "tableau":
        v = tuple({k: _texte(rng, seen) if x == "un texte" else x for k, x in r.items()} for r in v)
    motif = a.motif if rng.random() < 0.5 else _texte(rng, seen)
    return Reponse(a.etat, v, a.source, motif if motif is None or motif.strip() else a.motif)


def _ecrire(d: Dossier, volet: Volet, rng: Random, seen: Counter) -> None:
    """Answers and annotations; an answer that is refused is refused in words and leaves nothing."""
    questions = d.referentiel.questionnaire.questions
    answers = {n: a for n, a in partiel(rng, d.referentiel).par_question.items() if exists(questions[n], volet)}
    for name, a in answers.items():
        if rng.random() < 0.4 or getattr(questions[name], "format", None):
            continue
        before = d.reponse(name, volet)
        try:
            d.repondre(name, volet, _reponse(questions[name], a, rng, seen))
        except FaultyInput:
            seen["refused"] += 1
            if d.reponse(name, volet) != before:
                raise
    for name in rng.sample(sorted(answers), min(4, len(answers))):
        note = _texte(rng, seen)
        try:
            d.noter(name, volet, note, rng.choice(["interne", "partagee"]))
        except FaultyInput:
            seen["notes refused"] += 1
        d.joindre(
            name, volet, Piece(f"pièce {rng.randrange(9)}.pdf", "0123456789abcdef" * 4, rng.choice(["interne", "partagee"]))
        )
        d.marquer(name, volet, rng.random() < 0.5)


def exporter_importer(rng: Random, seen: Counter) -> list[str]:
    """Answers file, whole dossier and JSON: the same answers, notes, pieces and figures, per volet."""
    ref = shipped() if rng.random() < 0.4 else genere(rng.randrange(10**4))
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        with Dossier.creer(here / "un.agls", ref) as un, Dossier.creer(here / "deux.agls", ref) as deux:
            for volet in VOLETS:
                _ecrire(un, volet, rng, seen)
            for volet in VOLETS:
                text = ecrire_reponses(un, volet)
                lues = lire_reponses(lire_texte(text, "r.yaml"), ref.questionnaire, volet)
                deux.repondre_tout(volet, lues.reponses, lues.annotations)
                seen["answers"] += len(lues.reponses)
            for volet in VOLETS:
                a, b = etat(un, volet), etat(deux, volet)
                if a != b:
                    for x, y in zip(a, b, strict=True):
                        found += [
                            f"{volet} {k}: {str(v)[:200]!r} / {str(y.get(k))[:200]!r}" for k, v in x.items() if y.get(k) != v
                        ]
                found += [f"{volet}: another evaluation"] * (resultat(un, volet) != resultat(deux, volet))
            found += ["JSON not stable"] * (exporter_json(un) != exporter_json(Dossier.ouvrir(here / "un.agls")))
            expected = {v: (etat(un, v), resultat(un, v)) for v in VOLETS}
        (here / "copie.agls").write_bytes(exporter_agls(Dossier.ouvrir(here / "un.agls"), pour_gestionnaire=False))
        copy = Dossier.ouvrir(here / "copie.agls")
        found += [f"{v}: the copy differs" for v in VOLETS if (etat(copy, v), resultat(copy, v)) != expected[v]]
        found += [str(f) for f in verifier(here / "copie.agls")]
        (here / "envoi.agls").write_bytes(exporter_agls(Dossier.ouvrir(here / "un.agls"), pour_gestionnaire=True))
        sent = Dossier.ouvrir(here / "envoi.agls")
        for v in VOLETS:
            found += [f"{v}: the one sent differs"] * (resultat(sent, v) != expected[v][1])
            for q in sent.questions(v):
                shown: Annotation = sent.annotation(q.id, v)
                hidden = [p for p in shown.pieces if p.visibilite == "interne"] or (
                    shown.note and shown.visibilite == "interne"
                )
                found += [f"{q.id}: interne, and sent"] * bool(hidden)
    return [unicodedata.normalize("NFC", f) for f in found]
