"""Reading a journal: whole lines, a chain that holds, and what stands after it. Nothing is written here.

Three things may be wrong, and they are not the same:

- the end: a last line without its newline, or that is no JSON, is an interrupted write. It was never acknowledged: readers
  leave it out and say so, a writer sets it aside (`journal.py`);
- the chain: a line that was changed, moved or taken away after it was written. It is named, the file can only be read, and
  the state is replayed as far as the lines can be read at all, so that people still see what the file says;
- the version: an event of a later program. The file is refused by name, since leaving an event out would be misreading.

The chain is over what the lines say, not over their bytes: a BOM before the first line, and lines ended by CR LF, as mail
and Windows programs leave them, change nothing. What cannot be read any more for such a reason is said to be whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from evaluator import encodage
from evaluator.canonical import Json
from evaluator.dossier.copies import lire_premiere
from evaluator.dossier.evenements import Creation, Evenement, Fusion, TropRecent, lire_evenement, refuser_plus_recent
from evaluator.dossier.lignes import (
    EVENEMENTS_MAX,
    LIGNE_MAX,
    TAILLE_MAX,
    LigneIllisible,
    LigneTronquee,
    empreinte_evenement,
    lire_canoniques,
    lire_ligne,
)
from evaluator.errors import FaultyInput, Faute
from evaluator.fichiers import lire_borne

FAUTES_MAX = 20
_DEBUT = b'{"auteur":'  # of a dossier as this program writes it
_REDEMANDER = "redemandez-le à qui l’a envoyé, dans une archive compressée"
_RENVOI = "ou redemandez-le à qui l’a envoyé, dans une archive compressée"
FUSIONS_MAX = 100  # each replays the state of a branch: a hostile file must not make that quadratic


class Lecture(Struct, frozen=True):
    """What a file holds. `taille`: bytes up to the incomplete end `reste`. `fautes`: where the chain is broken."""

    nom: str
    evenements: tuple[Evenement, ...]
    fautes: tuple[Faute, ...]
    taille: int
    reste: bytes = b""

    @property
    def annonce(self) -> str | None:
        """The incomplete end, in words."""
        if not self.reste:
            return None
        if not self.reste.strip(b"\0"):
            octets = len(self.reste)
            return f"la fin du fichier est remplie de zéros ({octets} octets) : écriture interrompue, laissée de côté"
        ligne = len(self.evenements) + 1
        return (f"la dernière ligne ({ligne}) est incomplète ({len(self.reste)} octets) : écriture interrompue,"
                " laissée de côté ; cette réponse n’avait pas été confirmée")  # fmt: skip


def lire_octets(chemin: Path) -> bytes:
    """The bytes of a dossier. Raises `Unreadable`, or `FaultyInput` for a file beyond the size limit."""
    octets = lire_borne(chemin, TAILLE_MAX)
    if len(octets) > TAILLE_MAX:
        raise FaultyInput([Faute(f"dossier de plus de {TAILLE_MAX // 1024 // 1024} Mo : refusé", chemin.name)])
    return octets


def lire(octets: bytes, nom: str) -> Lecture:
    """The events of a file called `nom`. Raises `FaultyInput` where it is no dossier, or one of a later version."""
    marque = len(encodage.MARQUE) if octets.startswith(encodage.MARQUE) else 0
    lignes, reste, taille = _decouper(octets[marque:])
    taille += marque
    if len(lignes) > EVENEMENTS_MAX:
        raise FaultyInput([Faute(f"plus de {EVENEMENTS_MAX} événements : refusé", nom)])
    lecteur = _Lecteur(nom)
    canoniques = lire_canoniques(lignes[1:]) if all(len(ligne) <= LIGNE_MAX for ligne in lignes) else None
    for rang, ligne in enumerate(lignes):
        try:
            if rang and canoniques:
                brut, calculee = canoniques[rang - 1]
            else:
                brut, calculee = _lire(_bornee(ligne, nom, rang + 1), premiere=rang == 0)
        except LigneTronquee as erreur:
            if rang == len(lignes) - 1 and rang > 0 and not reste:
                reste = ligne + b"\n"
                taille -= len(reste)
            else:
                lecteur.faute(rang + 1, str(erreur))
            break
        except LigneIllisible as erreur:
            lecteur.faute(rang + 1, str(erreur))
            break
        if not lecteur.ajouter(rang + 1, brut, calculee):
            break
    if not lecteur.evenements:
        if transforme := _transforme(octets[marque:]):
            raise FaultyInput([Faute(transforme, nom, 1)])
        raise FaultyInput(lecteur.fautes or [Faute(_pas_un_dossier(octets[marque:]), nom)])
    return Lecture(nom, tuple(lecteur.evenements), tuple(lecteur.fautes[:FAUTES_MAX]), taille, reste)


def _lire(ligne: bytes, *, premiere: bool) -> tuple[dict[str, Json], str]:
    """The object of a line, and the hash that it should carry."""
    if premiere:
        return lire_premiere(ligne)
    brut = lire_ligne(ligne)
    return brut, empreinte_evenement(brut)


def _decouper(octets: bytes) -> tuple[list[bytes], bytes, int]:
    """Whole lines without their newlines, what stands after the last one, and the size of the lines."""
    corps, saut, reste = octets.rpartition(b"\n")
    return (corps.split(b"\n") if saut else []), reste, len(corps) + len(saut)


def _bornee(ligne: bytes, nom: str, numero: int) -> bytes:
    if len(ligne) > LIGNE_MAX:
        raise FaultyInput([Faute(f"ligne de plus de {LIGNE_MAX // 1024 // 1024} Mo : refusée", nom, numero)])
    return ligne


def _transforme(octets: bytes) -> str | None:
    """What another program made of a dossier on its way here, none of whose lines can be read."""
    if (autre := encodage.a_zeros(octets)) and _DEBUT.decode() in octets[:100].replace(b"\0", b"").decode("ascii", "ignore"):
        return f"ce dossier a été réenregistré en {autre} : enregistrez-le en UTF-8, {_RENVOI}"
    if not octets.startswith(_DEBUT):
        return None
    if b"\r" in octets and b"\n" not in octets:
        return f"les fins de ligne de ce dossier ont été changées (CR seul) : remettez des fins de ligne LF, {_RENVOI}"
    premiere, saut, _ = octets.partition(b"\n")
    try:
        premiere.decode()
    except UnicodeDecodeError as erreur:
        lus = premiere.decode(errors="ignore").encode()
        if sum(o > 127 for o in lus) > len(premiere) - len(lus):
            return None  # most of its accents still are UTF-8: it is damaged, and not converted
        etranger = encodage.en_mots(premiere[erreur.start])
        return f"ce dossier a été réenregistré dans un autre encodage ({etranger}) : {_REDEMANDER}"
    if saut and not premiere.rstrip().endswith(b"}"):
        return f"les longues lignes de ce dossier ont été coupées, comme le fait une messagerie : {_REDEMANDER}"
    return None


def _pas_un_dossier(octets: bytes) -> str:
    if not octets.strip(b"\0\n "):
        return "fichier vide : sa création n’a pas été achevée ; supprimez-le et recommencez"
    if octets.startswith(_DEBUT):
        return "la création de ce dossier n’a pas été achevée (première ligne incomplète) ; supprimez-le et recommencez"
    return "ce fichier n’est pas un dossier AGLS"


class _Lecteur:
    def __init__(self, nom: str) -> None:
        self.nom = nom
        self.evenements: list[Evenement] = []
        self.fautes: list[Faute] = []
        self.ids: set[str] = set()
        self.fusions = 0
        self.evenements_lus = 0  # with those that fusions brought

    def faute(self, ligne: int, message: str) -> None:
        self.fautes.append(Faute(message, self.nom, ligne))

    def ajouter(self, ligne: int, brut: dict[str, Json], calculee: str) -> bool:
        """Take one event, whose hash was just computed. False where reading stops. Raises `FaultyInput` for an event of a
        later version."""
        intacte = calculee == brut.get("empreinte")
        try:
            refuser_plus_recent(brut)
            evenement = lire_evenement(brut)
        except TropRecent as erreur:
            # An unknown type whose hash does not hold is damage, not a later version.
            if intacte or (isinstance(v := brut.get("v"), int) and v > 1):
                raise FaultyInput([Faute(str(erreur), self.nom, ligne)]) from None
            self.faute(ligne, f"chaîne rompue : la ligne ne correspond plus à son empreinte, et {erreur}")
            return False
        except LigneIllisible as erreur:
            if not self.evenements:
                self.faute(ligne, f"ce fichier n’est pas un dossier AGLS, ou il est abîmé : {erreur}")
            elif intacte:
                self.faute(ligne, f"événement refusé : {erreur}")
            else:
                self.faute(ligne, f"chaîne rompue : la ligne ne correspond plus à son empreinte, et {erreur}")
            return False
        if (evenement.type == "creation") != (not self.evenements):
            if not self.evenements:
                self.faute(ligne, "un dossier commence par sa création : les premières lignes manquent")
                return False
            self.faute(ligne, "seconde création dans le même dossier : laissée de côté")
            return True
        for message in self._ruptures(evenement, intacte):
            self.faute(ligne, f"chaîne rompue : {message}")
        self.evenements.append(evenement)
        self._compter(evenement, ligne)
        return True

    def _compter(self, evenement: Evenement, ligne: int) -> None:
        """A fusion counts with all that it brought. Raises `FaultyInput` beyond the limits."""
        for e in evenement.tous():
            self.ids.add(e.id)
            self.evenements_lus += 1
            self.fusions += e.type == "fusion"
        if self.evenements_lus > EVENEMENTS_MAX:
            raise FaultyInput([Faute(f"plus de {EVENEMENTS_MAX} événements : refusé", self.nom, ligne)])
        if self.fusions > FUSIONS_MAX:
            raise FaultyInput([Faute(f"plus de {FUSIONS_MAX} fusions : refusé", self.nom, ligne)])

    def _ruptures(self, e: Evenement, intacte: bool) -> Iterator[str]:
        precedent = self.evenements[-1] if self.evenements else None
        if not intacte:
            yield "la ligne ne correspond plus à son empreinte (modifiée ou abîmée après coup)"
        if precedent is None:
            if e.n != 1 or e.prec is not None:
                yield "la première ligne n’est pas l’événement 1"
            return
        if e.prec != precedent.empreinte:
            yield "l’événement ne suit pas celui de la ligne précédente (ligne ajoutée, ôtée ou déplacée)"
        if e.n != precedent.n + 1:
            yield f"l’événement porte le numéro {e.n} au lieu de {precedent.n + 1}"
        if e.dossier != precedent.dossier:
            yield "l’événement vient d’un autre dossier"
        if e.id in self.ids:
            yield "l’événement est déjà plus haut (même identifiant)"
        if isinstance(e.charge, Fusion):
            if e.charge.ancetre >= e.n:
                yield "l’ancêtre commun d’une fusion vient avant elle"
            if any(interieur.id in self.ids for interieur in e.charge.lus):
                yield "un événement que la fusion apporte est déjà plus haut (même identifiant)"


def creation(lecture: Lecture) -> Creation:
    """What the first event froze."""
    charge = lecture.evenements[0].charge
    assert isinstance(charge, Creation)  # `lire` accepts no other first event
    return charge
