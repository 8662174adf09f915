"""The plan: sections with their counts, questions with their state, drawn one line at a time as they are seen."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator import french
from evaluator.ui.session import Session
from evaluator.ui.texte import glyphes
from evaluator.ui.texte.lignes import Ligne, Segment, cale, couper, ecarter
from evaluator.ui.texte.question import raison_masquee
from evaluator.ui.texte.valeur import reponse_en_mots

LARGE, NOMS = 60, 36  # from this width on, the answers stand beside the names


class Plan(Sequence[Ligne]):
    """Lines are made when they are asked for: only those on screen are."""

    def __init__(self, session: Session, largeur: int) -> None:
        self.session, self.largeur = session, largeur
        self.entrees: list[tuple[str, str]] = []  # (kind, section or question id)
        section = ""
        visibles, suivies = set(session.visibles), set(session.chemin)
        masquees = 0
        for ident in session.parcours.questions:
            ici = session.parcours.section(ident).id
            if ici != section:
                self._fin(section, masquees)
                section, masquees = ici, 0
                self.entrees.append(("section", ici))
            if ident in suivies or ident == session.courante:
                self.entrees.append(("question", ident))
            elif ident not in visibles:
                masquees += 1
        self._fin(section, masquees)

    def _fin(self, section: str, masquees: int) -> None:
        if masquees:
            self.entrees.append(("masquees", section))

    @property
    def curseur(self) -> int:
        return self.entrees.index(("question", self.session.courante))

    def __len__(self) -> int:
        return len(self.entrees)

    def __getitem__(self, rang: int) -> Ligne:  # type: ignore[override]  # never sliced
        genre, ident = self.entrees[rang]
        return {"section": self._section, "question": self._question, "masquees": self._masquees}[genre](ident)

    def _section(self, ident: str) -> Ligne:
        parcours = self.session.parcours
        siennes = [q for q in self.session.chemin if parcours.section(q).id == ident]
        faites, toutes = self.session.comptes(siennes)
        rang, titre = next((str(i), s.titre) for i, s in enumerate(parcours.questionnaire.lu.sections, 1) if s.id == ident)
        if not toutes:  # in a visit: nothing to see in this part
            return ((couper(f"  {rang} {titre}", self.largeur), "attenue"),)
        glyphe: Segment = ("✓ ", "bon") if faites == toutes else ("· ", "accent")
        return ecarter(
            [glyphe, (f"{rang} {titre}", "titre")],
            [(f"{faites}/{toutes}", "fort" if faites < toutes else "bon")],
            self.largeur,
        )

    def _question(self, ident: str) -> Ligne:
        session = self.session
        ici = ident == session.courante
        reponse = session.reponse(ident)
        glyphe, _, style = glyphes.ETATS[glyphes.etat_affiche(session.etat(ident), reponse)]
        resultat = session.evaluation.questions.get(ident)
        signes = "!" if session.annotation(ident).a_revoir or (resultat and resultat.controles) else " "
        if resultat and resultat.plafonnee:
            signes = "▾"
        elif session.ecart(ident):
            signes = "≠"
        numero = session.parcours.numeros[ident]
        question = session.parcours.question(ident)
        place = self.largeur - 6
        noms = min(place, NOMS) if self.largeur >= LARGE else place
        corps: Segment = (cale(f"{numero:<5}{question.etiquette}", noms), "curseur" if ici else "")
        valeur = reponse_en_mots(question, reponse) if noms < place and reponse.etat != "non_renseignee" else ""
        return (
            ("▶" if ici else " ", "accent"),
            (f"{glyphe} ", style),
            corps,
            (f" {signes} ", "alerte"),
            (couper(valeur, max(place - noms - 1, 0)), "attenue"),
        )

    def _masquees(self, ident: str) -> Ligne:
        masquees = self.session.parcours.masquees(self.session.evaluation, ident)
        raison = raison_masquee(self.session, masquees[0]) if len(masquees) == 1 else "selon d’autres réponses"
        raison = raison.removeprefix("masquée ")
        texte = f"   × {french.pluriel(len(masquees), 'masquée')} {raison}"
        return ((couper(texte, self.largeur), "attenue"),)
