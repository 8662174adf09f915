"""The plan: sections with their counts, questions with their state, drawn one line at a time as they are seen."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from evaluator import french
from evaluator.ui.session import Session
from evaluator.ui.texte import glyphes
from evaluator.ui.texte.lignes import Ligne, Segment, cale, couper, ecarter
from evaluator.ui.texte.question import raison_masquee
from evaluator.ui.texte.valeur import reponse_en_mots

LARGE, NOMS = 60, 36  # from this width on, the answers stand beside the names


class Partie(Struct):
    """What the plan says of a section."""

    titre: str
    rang: int
    faites: int = 0
    toutes: int = 0
    masquees: list[str] = field(default_factory=list)


class Plan(Sequence[Ligne]):
    """One walk through the questions; lines are made when they are asked for, that is when they are on screen."""

    def __init__(self, session: Session, largeur: int) -> None:
        self.session, self.largeur = session, largeur
        self.entrees: list[tuple[str, str]] = []  # (kind, section or question id)
        self.parties: dict[str, Partie] = {}
        self.curseur = 0
        visibles, suivies = set(session.visibles), set(session.chemin)
        partie: Partie | None = None
        section = ""
        for ident in session.parcours.questions:
            lue = session.parcours.section(ident)
            if partie is None or lue.id != section:
                self._fin(section)
                section = lue.id
                partie = self.parties[section] = Partie(lue.titre, session.parcours.rang_section(ident))
                self.entrees.append(("section", section))
            if ident in suivies:
                partie.toutes += 1
                partie.faites += ident in session.repondues
            if ident == session.courante:
                self.curseur = len(self.entrees)
            if ident in suivies or ident == session.courante:
                self.entrees.append(("question", ident))
            elif ident not in visibles:
                partie.masquees.append(ident)
        self._fin(section)

    def _fin(self, section: str) -> None:
        if section and self.parties[section].masquees:
            self.entrees.append(("masquees", section))

    def large(self, largeur: int) -> Plan:
        """The same at this width."""
        self.largeur = largeur
        return self

    def __len__(self) -> int:
        return len(self.entrees)

    def __getitem__(self, rang: int) -> Ligne:  # type: ignore[override]  # never sliced
        genre, ident = self.entrees[rang]
        return {"section": self._section, "question": self._question, "masquees": self._masquees}[genre](ident)

    def _section(self, ident: str) -> Ligne:
        partie = self.parties[ident]
        faites, toutes, titre = partie.faites, partie.toutes, f"{partie.rang} {partie.titre}"
        if not toutes:  # in a visit: nothing to see in this part
            return ((couper(f"  {titre}", self.largeur), "attenue"),)
        glyphe: Segment = ("✓ ", "bon") if faites == toutes else ("· ", "accent")
        return ecarter(
            [glyphe, (titre, "titre")],
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
        masquees = self.parties[ident].masquees
        raison = raison_masquee(self.session, masquees[0]) if len(masquees) == 1 else "selon d’autres réponses"
        raison = raison.removeprefix("masquée ")
        texte = f"   × {french.pluriel(len(masquees), 'masquée')} {raison}"
        return ((couper(texte, self.largeur), "attenue"),)
