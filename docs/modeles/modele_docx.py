"""The Word template: its parts, written from the table of styles."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from apparence import (
    CARACTERES,
    MARGES,
    MONO,
    MONO_RECHANGE,
    PAGE,
    POLICE,
    RECHANGE,
    STYLES,
    Style,
)
from polices import FAMILLE, Police, signalement

from evaluator.report.formats.bureau.apparence import ASPECTS, ENCRE, FOND, FORT, GRIS, TETE, TRAIT, Aspect, Filet
from evaluator.report.formats.bureau.corps_docx import ESPACES
from evaluator.report.formats.bureau.xml import balise, dire

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ORDRE = ("top", "left", "bottom", "right", "insideH", "insideV")
COTES = {"haut": "top", "gauche": "left", "bas": "bottom", "droite": "right"}
DECLARES = {f"xmlns__{nom}": uri for nom, uri in ESPACES.items()}
LISTES = {"Puces AGLS": 1, "Numéros AGLS": 2, "Sommaire AGLS": 3}
CONTENUS = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MOT = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def parties() -> dict[str, bytes]:
    ecrites = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(
            ("officeDocument", "word/document.xml"),
            ("extended-properties", "docProps/app.xml"),
            ("metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/app.xml": balise("Properties", balise("Application", "AGLS"),
                                   xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"),
        "docProps/core.xml": _proprietes(),
        "word/_rels/document.xml.rels": _relations(
            ("styles", "styles.xml"), ("settings", "settings.xml"), ("numbering", "numbering.xml"),
            ("fontTable", "fontTable.xml"), ("theme", "theme/theme1.xml"),
            ("header", "header1.xml"), ("footer", "footer1.xml"),
        ),
        "word/_rels/fontTable.xml.rels": _relations(*(("font", _partie(p)) for p in FAMILLE)),
        "word/document.xml": _document(),
        "word/styles.xml": _styles(),
        "word/numbering.xml": _numeros(),
        "word/settings.xml": _reglages(),
        "word/fontTable.xml": _polices(),
        "word/theme/theme1.xml": _theme(),
        "word/header1.xml": balise("w:hdr", _haut(), **DECLARES),
        "word/footer1.xml": balise("w:ftr", _bas(), **DECLARES),
    }  # fmt: skip
    voilees = {f"word/{_partie(p)}": p.voilee for p in FAMILLE}
    return {**{nom: (XML + xml).encode() for nom, xml in ecrites.items()}, **voilees}


def ident(nom: str) -> str:
    """The identifier of a style: `Corps AGLS` is `CorpsAGLS`."""
    sans = nom.translate(str.maketrans("éèÉîôàê", "eeEioae", " -’'"))
    return sans[0].upper() + sans[1:]


def _v(points: float) -> int:
    return round(points * 20)


# — text of the template ——————————————————————————————————————————————————————————————————————————————————————————————


def _p(style: str, *runs: str, avant: str = "") -> str:
    return balise("w:p", balise("w:pPr", balise("w:pStyle", w__val=ident(style)), avant), *runs)


def _r(texte: str, *, gras: bool = False, style: str = "") -> str:
    marques = balise("w:rStyle", w__val=ident(style)) if style else ""
    marques += balise("w:b") if gras else ""
    morceaux = [balise("w:t", dire(m), xml__space="preserve") if m else "" for m in texte.split("\t")]
    return balise("w:r", balise("w:rPr", marques) if marques else "", balise("w:tab").join(morceaux))


def _champ(nom: str) -> str:
    return balise("w:fldSimple", balise("w:r", balise("w:t", "1")), w__instr=f" {nom} ")


def _tabulation(place: float) -> str:
    return balise("w:tabs", balise("w:tab", w__val="right", w__pos=_v(place)))


def _haut() -> str:
    return _p("Haut de page AGLS", _r("{{ titre }} – {{ residence_courte }}\t"), _r("{{ bande }}", gras=True))


def _bas() -> str:
    page = (_r("page "), _champ("PAGE"), _r(" de "), _champ("NUMPAGES"))
    return _p("Pied de page AGLS", _r("{{ dossier }} – {{ jour }}\t"), *page) + _p(
        "Pied de page AGLS", _r("{{ empreinte }}", style="Référence AGLS")
    )


def _document() -> str:
    page = balise(
        "w:sectPr",
        balise("w:headerReference", w__type="default", r__id="rId6"),
        balise("w:footerReference", w__type="default", r__id="rId7"),
        balise("w:pgSz", w__w=_v(PAGE[0]), w__h=_v(PAGE[1])),
        balise("w:pgMar", w__top=_v(MARGES["haut"]), w__right=_v(MARGES["droite"]), w__bottom=_v(MARGES["bas"]),
               w__left=_v(MARGES["gauche"]), w__header=_v(28), w__footer=_v(26), w__gutter=0),
    )  # fmt: skip
    corps = [
        _p("Bande AGLS", _r("{{ bande }}")),
        _p("Corps AGLS", _r("{{ corps }}")),
        _p("Mention finale AGLS", _r("{{ titre }}, {{ residence }}, {{ jour }}. {{ pied }}")),
    ]
    return balise("w:document", balise("w:body", *corps, page), **DECLARES)


# — styles ————————————————————————————————————————————————————————————————————————————————————————————————————————————


def _police(nom: str) -> str:
    return balise("w:rFonts", w__ascii=nom, w__hAnsi=nom, w__cs=nom, w__eastAsia=nom)


def _styles() -> str:
    defaut = balise(
        "w:docDefaults",
        balise("w:rPrDefault", balise(
            "w:rPr",
            balise("w:rFonts", w__asciiTheme="minorHAnsi", w__hAnsiTheme="minorHAnsi", w__cstheme="minorHAnsi",
                   w__eastAsiaTheme="minorEastAsia"),
            balise("w:sz", w__val=20), balise("w:szCs", w__val=20),
            balise("w:lang", w__val="fr-FR", w__eastAsia="fr-FR", w__bidi="ar-SA"),
        )),
        balise("w:pPrDefault", balise("w:pPr")),
    )  # fmt: skip
    normal = _style("paragraph", "Normal", balise("w:qFormat"), par_defaut=True)
    tableau = _style(
        "table", "Normal Table", balise("w:uiPriority", w__val=99), balise("w:semiHidden"), balise("w:unhideWhenUsed"),
        balise("w:tblPr", balise("w:tblInd", w__w=0, w__type="dxa"), _marges(80, 30, 80, 30)), par_defaut=True,
    )  # fmt: skip
    caracteres = _style(
        "character", "Default Paragraph Font", balise("w:uiPriority", w__val=1), balise("w:semiHidden"), par_defaut=True
    )
    dits = [_paragraphe(s) for s in STYLES]
    for c in CARACTERES:
        proprietes = [
            _police(MONO) if c.mono else "",
            balise("w:color", w__val=c.couleur) if c.couleur else "",
            balise("w:sz", w__val=round(c.taille * 2)) if c.taille else "",
        ]
        dits.append(_style("character", c.nom, balise("w:qFormat"), balise("w:rPr", *proprietes)))
    tableaux = [_tableau(nom, aspect) for nom, aspect in ASPECTS.items()]
    return balise("w:styles", defaut, normal, caracteres, tableau, *dits, *tableaux, xmlns__w=ESPACES["w"])


def _style(genre: str, nom: str, *contenus: str, base: str = "", par_defaut: bool = False) -> str:
    parent = balise("w:basedOn", w__val=ident(base)) if base else ""
    dits = {"w__type": genre, "w__styleId": ident(nom)}
    if par_defaut:
        dits["w__default"] = "1"
    elif not nom.startswith("heading"):
        dits["w__customStyle"] = "1"
    return balise("w:style", balise("w:name", w__val=nom), parent, *contenus, **dits)


def _paragraphe(s: Style) -> str:
    base = s.base or "Normal"
    espaces = {}
    if s.avant is not None:
        espaces["w__before"] = _v(s.avant)
    if s.apres is not None:
        espaces["w__after"] = _v(s.apres)
    if s.interligne:
        espaces |= {"w__line": round(240 * s.interligne), "w__lineRule": "auto"}
    marges = {"w__left": _v(s.gauche)} if s.gauche else {}
    if s.creux:
        marges["w__right"] = _v(s.creux)
    if s.retrait:
        marges["w__hanging" if s.retrait < 0 else "w__firstLine"] = _v(abs(s.retrait))
    filets = {cote: (epais, couleur) for cote, epais, couleur in s.filets}
    bords = [
        balise(
            f"w:{mot}",
            w__val="single",
            w__sz=round(filets[cote][0] * 8),
            w__space=round(s.marge_filets),
            w__color=filets[cote][1],
        )
        for cote, mot in COTES.items()
        if cote in filets
    ]
    liste = LISTES.get(s.nom)
    tab = _tabulation(s.tabulation) if s.tabulation else ""
    paragraphe = [
        balise("w:keepNext") if s.avec_suivant else "",
        balise("w:keepLines") if s.niveau else "",
        balise("w:widowControl"),
        balise("w:numPr", balise("w:numId", w__val=liste)) if liste else "",
        balise("w:pBdr", *bords) if bords else "",
        balise("w:shd", w__val="clear", w__color="auto", w__fill=s.fond) if s.fond else "",
        tab,
        balise("w:spacing", **espaces) if espaces else "",
        balise("w:ind", **marges) if marges else "",
        balise("w:jc", w__val="right") if s.droite else "",
        balise("w:outlineLvl", w__val=s.niveau - 1) if s.niveau else "",
    ]
    lettres = [
        balise("w:b", w__val=int(s.gras)) if s.gras is not None else "",
        balise("w:i") if s.italique else "",
        balise("w:color", w__val=s.couleur) if s.couleur else "",
        balise("w:sz", w__val=round(s.taille * 2)) if s.taille else "",
        balise("w:szCs", w__val=round(s.taille * 2)) if s.taille else "",
    ]
    suivant = balise("w:next", w__val=ident("Corps AGLS")) if s.niveau else ""
    return _style("paragraph", s.nom, suivant, balise("w:uiPriority", w__val=9 if s.niveau else 10), balise("w:qFormat"),
                  balise("w:pPr", *paragraphe), balise("w:rPr", *lettres), base=base)  # fmt: skip


def _marges(gauche: int, haut: int, droite: int, bas: int) -> str:
    cotes = {"top": haut, "left": gauche, "bottom": bas, "right": droite}
    return balise("w:tblCellMar", *(balise(f"w:{k}", w__w=v, w__type="dxa") for k, v in cotes.items()))


def _filet(cote: str, filet: Filet, marge: int = 0) -> str:
    return balise(f"w:{cote}", w__val="single", w__sz=round(filet[0] * 8), w__space=marge, w__color=filet[1])


def _bande(genre: str, cote: str, fond: str = "") -> str:
    """The first or the last row: a rule, a light ground."""
    ton = balise("w:shd", w__val="clear", w__color="auto", w__fill=fond) if fond else ""
    return balise("w:tblStylePr", balise("w:tcPr", balise("w:tcBorders", _filet(cote, TETE)), ton), w__type=genre)


def _tableau(nom: str, aspect: Aspect) -> str:
    filets = [_filet(cote, aspect.filets[cote]) for cote in ORDRE if cote in aspect.filets]
    bords = balise("w:tblBorders", *filets) if filets else ""
    bandes = _bande("firstRow", "bottom", FOND) + _bande("lastRow", "top") if aspect.tete else ""
    tableau = balise("w:tblPr", bords, _marges(*aspect.marges))
    return _style("table", nom, balise("w:qFormat"), tableau, bandes, base="Normal Table")


def _numeros() -> str:
    def niveau(k: int, format_: str, dit: str, gauche: float, creux: float) -> str:
        ind = balise("w:ind", w__left=_v(gauche + 17 * k), w__hanging=_v(creux))
        dits = {"start": 1, "numFmt": format_, "lvlText": dit, "lvlJc": "left"}
        return balise("w:lvl", *(balise(f"w:{n}", w__val=v) for n, v in dits.items()), balise("w:pPr", ind), w__ilvl=k)

    genres = {1: ("bullet", 17.0, 11.0), 2: ("decimal", 22.0, 22.0), 3: ("decimal", 22.0, 22.0)}
    abstraits, listes = [], []
    for numero, (format_, gauche, creux) in genres.items():
        niveaux = [niveau(k, format_, "•–◦•–◦•–◦"[k] if numero == 1 else f"%{k + 1}.", gauche, creux) for k in range(9)]
        type_ = balise("w:multiLevelType", w__val="hybridMultilevel")
        abstraits.append(balise("w:abstractNum", type_, *niveaux, w__abstractNumId=numero))
        listes.append(balise("w:num", balise("w:abstractNumId", w__val=numero), w__numId=numero))
    return balise("w:numbering", *abstraits, *listes, xmlns__w=ESPACES["w"])


# — the rest ——————————————————————————————————————————————————————————————————————————————————————————————————————————


def _reglages() -> str:
    mode = balise(
        "w:compatSetting", w__name="compatibilityMode", w__uri="http://schemas.microsoft.com/office/word", w__val=15
    )
    return balise(
        "w:settings", balise("w:zoom", w__percent=100), balise("w:embedTrueTypeFonts"),
        balise("w:defaultTabStop", w__val=567),
        balise("w:compat", mode), balise("w:themeFontLang", w__val="fr-FR"), balise("w:decimalSymbol", w__val=","),
        balise("w:listSeparator", w__val=";"), xmlns__w=ESPACES["w"],
    )  # fmt: skip


def _partie(police: Police) -> str:
    return f"fonts/{Path(police.fichier).stem}.odttf"


def _polices() -> str:
    def police(nom: str, autres: Sequence[str], famille: str, chasse: str, *, panose: str = "", suite: str = "") -> str:
        return balise(
            "w:font",
            balise("w:altName", w__val=",".join(autres)),
            balise("w:panose1", w__val=panose) if panose else "",
            balise("w:charset", w__val="00"),
            balise("w:family", w__val=famille),
            balise("w:pitch", w__val=chasse),
            suite,
            w__name=nom,
        )

    vue = signalement(FAMILLE[0])
    couvre = {f"w__usb{k}": mot for k, mot in enumerate(vue.unicode)} | {
        f"w__csb{k}": mot for k, mot in enumerate(vue.pages)
    }
    jointes = [balise(f"w:{p.forme}", r__id=f"rId{k}", w__fontKey=p.cle) for k, p in enumerate(FAMILLE, 1)]
    suite = balise("w:sig", **couvre) + "".join(jointes)
    texte = police(POLICE, RECHANGE, "swiss", "variable", panose=vue.panose, suite=suite)
    espaces = {f"xmlns__{nom}": ESPACES[nom] for nom in "wr"}
    return balise("w:fonts", texte, police(MONO, MONO_RECHANGE, "modern", "fixed"), **espaces)


def _theme() -> str:
    def couleur(nom: str, valeur: str) -> str:
        return balise(f"a:{nom}", balise("a:srgbClr", val=valeur))

    def police(nom: str) -> str:
        return balise(
            f"a:{nom}", balise("a:latin", typeface=POLICE), balise("a:ea", typeface=""), balise("a:cs", typeface="")
        )

    noms = ("dk1", "lt1", "dk2", "lt2", *(f"accent{k}" for k in range(1, 7)), "hlink", "folHlink")
    valeurs = ("000000", "FFFFFF", ENCRE, FOND, FORT, GRIS, TRAIT, "6B7F93", "8A6D3B", "5B7553", FORT, GRIS)
    plein = balise("a:solidFill", balise("a:schemeClr", val="phClr"))
    format_ = balise(
        "a:fmtScheme",
        balise("a:fillStyleLst", plein, plein, plein),
        balise("a:lnStyleLst", *[balise("a:ln", plein, w=w) for w in (6350, 12700, 19050)]),
        balise("a:effectStyleLst", *[balise("a:effectStyle", balise("a:effectLst"))] * 3),
        balise("a:bgFillStyleLst", plein, plein, plein),
        name="AGLS",
    )
    couleurs = balise("a:clrScheme", *map(couleur, noms, valeurs), name="AGLS")
    polices = balise("a:fontScheme", police("majorFont"), police("minorFont"), name="AGLS")
    return balise("a:theme", balise("a:themeElements", couleurs, polices, format_), xmlns__a=ESPACES["a"], name="AGLS")


def _proprietes() -> str:
    return balise(
        "cp:coreProperties",
        balise("dc:title", "Modèle de rapport AGLS"), balise("dc:creator", "AGLS Évaluateur"),
        balise("dc:language", "fr-FR"),
        xmlns__cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        xmlns__dc="http://purl.org/dc/elements/1.1/",
    )  # fmt: skip


def _relations(*cibles: tuple[str, str]) -> str:
    def adresse(genre: str) -> str:
        return f"{RELATIONS}/{genre}" if genre.startswith("metadata") else f"{OFFICE}/{genre}"

    dites = [
        balise("Relationship", Id=f"rId{k}", Type=adresse(genre), Target=cible) for k, (genre, cible) in enumerate(cibles, 1)
    ]
    return balise("Relationships", *dites, xmlns=RELATIONS)


def _types() -> str:
    parties_ = {
        "/word/document.xml": f"{MOT}.document.main+xml", "/word/styles.xml": f"{MOT}.styles+xml",
        "/word/settings.xml": f"{MOT}.settings+xml", "/word/numbering.xml": f"{MOT}.numbering+xml",
        "/word/fontTable.xml": f"{MOT}.fontTable+xml", "/word/header1.xml": f"{MOT}.header+xml",
        "/word/footer1.xml": f"{MOT}.footer+xml",
        "/word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }  # fmt: skip
    defauts = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "png": "image/png",
        "odttf": "application/vnd.openxmlformats-officedocument.obfuscatedFont",
    }
    return balise(
        "Types",
        *[balise("Default", Extension=k, ContentType=v) for k, v in defauts.items()],
        *[balise("Override", PartName=k, ContentType=v) for k, v in parties_.items()],
        xmlns=CONTENUS,
    )
