"""The LibreOffice template: its parts, written from the table of styles."""

from __future__ import annotations

from apparence import CARACTERES, MARGES, MONO, MONO_RECHANGE, PAGE, POLICE, STYLES, Style
from polices import FAMILLE, Police

from evaluator.report.formats.bureau.apparence import ENCRE
from evaluator.report.formats.bureau.espaces_odt import ESPACES
from evaluator.report.formats.bureau.xml import balise, dire
from evaluator.report.formats.odt import TYPE, TYPES, VERSION

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
DECLARES = {f"xmlns__{prefixe}": uri for prefixe, uri in ESPACES.items()}
COTES = {"haut": "top", "bas": "bottom", "gauche": "left", "droite": "right"}
PUCES = "•–◦•–◦•–◦•"


def parties() -> dict[str, bytes]:
    contenu = [
        balise("text:p", "{{ bande }}", text__style_name=ident("Bande AGLS")),
        balise("text:p", "{{ corps }}", text__style_name=ident("Corps AGLS")),
        balise(
            "text:p", "{{ titre }}, {{ residence }}, {{ jour }}. {{ pied }}", text__style_name=ident("Mention finale AGLS")
        ),
    ]
    corps = balise("office:body", balise("office:text", *contenu))
    ecrites = {
        "content.xml": _racine("document-content", _polices(), balise("office:automatic-styles"), corps),
        "styles.xml": _racine("document-styles", _polices(), _styles(), _page(), _maitresse()),
        "meta.xml": _racine("document-meta", balise("office:meta", balise("dc:title", "Modèle de rapport AGLS"))),
    }
    polices = {_partie(p): p.octets for p in FAMILLE}
    octets = {**{nom: (XML + xml).encode() for nom, xml in ecrites.items()}, **polices}
    types = {"/": TYPE, **dict.fromkeys(ecrites, "text/xml"), **dict.fromkeys(polices, TYPES[".ttf"])}
    entrees = "".join(
        balise("manifest:file-entry", manifest__full_path=nom, manifest__media_type=type_) for nom, type_ in types.items()
    )
    espace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifeste = balise("manifest:manifest", entrees, xmlns__manifest=espace, manifest__version=VERSION)
    return {"mimetype": TYPE.encode(), **octets, "META-INF/manifest.xml": (XML + manifeste).encode()}


def ident(nom: str) -> str:
    """The identifier of a style: LibreOffice writes its spaces and accents as numbers."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-.") else f"_{ord(c):x}_" for c in nom)


def montre(nom: str) -> str:
    """The name that LibreOffice shows, in the language of its interface for its own styles."""
    return nom.replace("heading", "Heading")


def _pt(points: float) -> str:
    return f"{points:g}pt"


def _racine(nom: str, *contenus: str) -> str:
    return balise(f"office:{nom}", *contenus, **DECLARES, office__version=VERSION)


def _polices() -> str:
    """The family that is carried has one name: with others behind it, LibreOffice takes the list for the name, and finds
    neither the bold face nor, once it has saved the file again, the family."""

    def police(nom: str, autres: tuple[str, ...], famille: str, chasse: str, source: str = "") -> str:
        toutes = ", ".join(f"'{f}'" for f in (nom, *autres))
        return balise("style:font-face", source, style__name=nom, svg__font_family=toutes,
                      style__font_family_generic=famille, style__font_pitch=chasse)  # fmt: skip

    forme = balise("svg:font-face-format", svg__string="truetype")
    sources = [balise("svg:font-face-uri", forme, xlink__href=_partie(p), xlink__type="simple") for p in FAMILLE]
    return balise(
        "office:font-face-decls",
        police(POLICE, (), "swiss", "variable", balise("svg:font-face-src", *sources)),
        police(MONO, MONO_RECHANGE, "modern", "fixed"),
    )


def _partie(police: Police) -> str:
    return f"Fonts/{police.fichier}"


# — styles ————————————————————————————————————————————————————————————————————————————————————————————————————————————


def _styles() -> str:
    lettres = balise(
        "style:text-properties", style__font_name=POLICE, style__font_name_asian=POLICE, style__font_name_complex=POLICE,
        fo__font_size="10pt", fo__language="fr", fo__country="FR", fo__color=f"#{ENCRE}",
    )  # fmt: skip
    paragraphe = balise("style:paragraph-properties", fo__orphans=2, fo__widows=2, style__tab_stop_distance="1cm")
    defaut = balise("style:default-style", paragraphe, lettres, style__family="paragraph")
    tableau = balise(
        "style:default-style", balise("style:table-properties", table__border_model="collapsing"), style__family="table"
    )
    standard = balise("style:style", style__name="Standard", style__family="paragraph", style__class="text")
    caracteres = [
        balise(
            "style:style",
            balise("style:text-properties", **({"style__font_name": MONO} if c.mono else {}),
                   **({"fo__color": f"#{c.couleur}"} if c.couleur else {}),
                   **({"fo__font_size": _pt(c.taille)} if c.taille else {})),
            style__name=ident(c.nom), style__display_name=c.nom, style__family="text",
        )
        for c in CARACTERES
    ]  # fmt: skip
    listes = [_puces("Puces AGLS"), _puces("Puces de cellule AGLS"), _numeros("Numéros AGLS"), _numeros("Sommaire AGLS")]
    return balise("office:styles", defaut, tableau, standard, *map(_paragraphe, STYLES), *caracteres, *listes)


def _paragraphe(s: Style) -> str:
    filets = {cote: (epais, couleur) for cote, epais, couleur in s.filets}
    dits: dict[str, str | int] = {}
    if s.avant is not None:
        dits["fo__margin_top"] = _pt(s.avant)
    if s.apres is not None:
        dits["fo__margin_bottom"] = _pt(s.apres)
    liste = bool(s.retrait)  # its margins are those of the list
    gauche = s.gauche - (s.marge_filets + filets["gauche"][0] if "gauche" in filets else 0)
    if s.gauche and not liste:
        dits["fo__margin_left"] = _pt(max(gauche, 0))
    if s.interligne:
        dits["fo__line_height"] = f"{s.interligne:.0%}"
    for cote, mot in COTES.items():
        if cote in filets:
            dits[f"fo__border_{mot}"] = f"{_pt(filets[cote][0])} solid #{filets[cote][1]}"
            dits[f"fo__padding_{mot}"] = _pt(s.marge_filets)
        elif filets:
            dits[f"fo__border_{mot}"] = "none"
            dits[f"fo__padding_{mot}"] = "0pt"
    if s.fond:
        dits["fo__background_color"] = f"#{s.fond}"
    if s.avec_suivant:
        dits["fo__keep_with_next"] = "always"
    if s.niveau:
        dits["fo__keep_together"] = "always"
    tab = balise(
        "style:tab-stops", balise("style:tab-stop", style__position=_pt(s.tabulation - s.gauche), style__type="right")
    )
    lettres: dict[str, str | int] = {}
    if s.taille:
        lettres["fo__font_size"] = _pt(s.taille)
    if s.gras is not None:
        lettres["fo__font_weight"] = "bold" if s.gras else "normal"
    if s.italique:
        lettres["fo__font_style"] = "italic"
    if s.couleur:
        lettres["fo__color"] = f"#{s.couleur}"
    titre: dict[str, str | int] = {"style__default_outline_level": s.niveau} if s.niveau else {}
    return balise(
        "style:style",
        balise("style:paragraph-properties", tab if s.tabulation else "", **dits),
        balise("style:text-properties", **lettres),
        style__name=ident(montre(s.nom)), style__display_name=montre(s.nom), style__family="paragraph",
        style__parent_style_name=ident(s.base) if s.base else "Standard", style__class="text", **titre,
    )  # fmt: skip


def _niveau(genre: str, k: int, gauche: float, creux: float, **dits: str | int) -> str:
    place = balise(
        "style:list-level-label-alignment", text__label_followed_by="listtab",
        text__list_tab_stop_position=_pt(gauche), fo__text_indent=_pt(-creux), fo__margin_left=_pt(gauche),
    )  # fmt: skip
    mode = balise("style:list-level-properties", place, text__list_level_position_and_space_mode="label-alignment")
    return balise(genre, mode, text__level=k + 1, **dits)


def _puces(nom: str) -> str:
    niveaux = [_niveau("text:list-level-style-bullet", k, 17 + 17 * k, 11, text__bullet_char=PUCES[k]) for k in range(10)]
    return balise("text:list-style", *niveaux, style__name=ident(nom), style__display_name=nom)


def _numeros(nom: str) -> str:
    niveaux = [
        _niveau("text:list-level-style-number", k, 22 + 17 * k, 22, style__num_format="1", style__num_suffix=".")
        for k in range(10)
    ]
    return balise("text:list-style", *niveaux, style__name=ident(nom), style__display_name=nom)


# — the page ——————————————————————————————————————————————————————————————————————————————————————————————————————————


def _page() -> str:
    haut = balise(
        "style:header-style", balise("style:header-footer-properties", fo__min_height="16pt", fo__margin_bottom="14pt")
    )
    bas = balise(
        "style:footer-style", balise("style:header-footer-properties", fo__min_height="22pt", fo__margin_top="12pt")
    )
    page = balise(
        "style:page-layout-properties", fo__page_width=_pt(PAGE[0]), fo__page_height=_pt(PAGE[1]),
        style__print_orientation="portrait", fo__margin_top="28pt", fo__margin_bottom="26pt",
        fo__margin_left=_pt(MARGES["gauche"]), fo__margin_right=_pt(MARGES["droite"]),
    )  # fmt: skip
    gras = balise(
        "style:style", balise("style:text-properties", fo__font_weight="bold"), style__name="Mgras", style__family="text"
    )
    return balise("office:automatic-styles", gras, balise("style:page-layout", page, haut, bas, style__name="Mpage"))


def _maitresse() -> str:
    tab = balise("text:tab")
    haut = balise(
        "text:p", dire("{{ titre }} – {{ residence_courte }}"), tab,
        balise("text:span", "{{ bande }}", text__style_name="Mgras"), text__style_name=ident("Haut de page AGLS"),
    )  # fmt: skip
    bas = balise(
        "text:p", dire("{{ dossier }} – {{ jour }}"), tab, "page ",
        balise("text:page-number", "1", text__select_page="current"), " de ", balise("text:page-count", "1"),
        text__style_name=ident("Pied de page AGLS"),
    )  # fmt: skip
    empreinte = balise(
        "text:p", balise("text:span", "{{ empreinte }}", text__style_name=ident("Référence AGLS")),
        text__style_name=ident("Pied de page AGLS"),
    )  # fmt: skip
    page = balise("style:master-page", balise("style:header", haut), balise("style:footer", bas, empreinte),
                  style__name="Standard", style__page_layout_name="Mpage")  # fmt: skip
    return balise("office:master-styles", page)
