"""HTML in a real Chromium: axe-core, the console, the network, and the pages it prints."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pypdf

from tests.report.controles.bilan import Absent, Constat, Controle, Fichier, Temoin
from tests.report.controles.outils import AXE, tirer
from tests.serveur.chromium import Chromium, trouver

A4 = (794, 1123)  # at 96 points per inch
JUGER = """axe.run(document, {resultTypes: ['violations', 'incomplete']}).then(lu => JSON.stringify({
    fautes: lu.violations.map(v => `${v.id} : ${v.help} (${v.nodes.length} fois, dont ${v.nodes[0].target})`),
    indecis: lu.incomplete.map(v => `${v.id} ${v.nodes.length}`), bons: lu.passes.length}))"""
FAUTIF = """<!doctype html><html lang="fr"><head><title>Témoin</title></head><body><main><h1>Témoin</h1>
<img src="http://127.0.0.1:9/rien.png"></main><script>console.error("dit"); fonction_absente()</script></body></html>"""


def controle(travail: Path) -> Controle:
    fautif = travail / "temoin.html"
    fautif.write_text(FAUTIF, encoding="utf-8")
    attendus = ("image-alt", "console : dit", "fonction_absente", "réseau : http://127.0.0.1:9/rien.png")
    temoins = [Temoin(Fichier(fautif.name, "html", fautif), attendu) for attendu in attendus]
    return Controle("axe-core", frozenset({"html"}), lambda fichiers: examiner(fichiers, travail), temoins)


def examiner(fichiers: Sequence[Fichier], travail: Path) -> Mapping[Path, Constat]:
    if (navigateur := trouver()) is None:
        raise Absent("Chromium n’est pas installé (apt-get install chromium), ou donnez son chemin dans CHROMIUM")
    axe = tirer(AXE).read_text(encoding="utf-8")
    return asyncio.run(_tous(navigateur, list(dict.fromkeys(f.chemin for f in fichiers)), axe, travail))


async def _tous(navigateur: str, chemins: list[Path], axe: str, travail: Path) -> dict[Path, Constat]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profil:
        async with Chromium(navigateur, Path(profil), patience=180) as chromium:
            return {chemin: await _un(chromium, chemin, axe, travail) for chemin in chemins}


async def _un(chromium: Chromium, chemin: Path, axe: str, travail: Path) -> Constat:
    onglet = await chromium.ouvrir(chemin.as_uri(), *A4)
    while await onglet.evaluer("location.protocol + document.readyState") != "file:complete":
        await asyncio.sleep(0.05)
    await onglet.evaluer("document.fonts.ready.then(() => 0)")
    await onglet.evaluer(axe + ";0")
    lu = json.loads(await onglet.evaluer(JUGER))
    rendu = await onglet.demander("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
    imprime = travail / "impressions" / f"{chemin.parent.name}-{chemin.stem}-html.pdf"
    imprime.parent.mkdir(exist_ok=True)
    imprime.write_bytes(octets := base64.b64decode(rendu["data"]))
    dehors = [a for a in onglet.adresses if a != chemin.as_uri() and not a.startswith("data:")]
    fautes = [
        *lu["fautes"],
        *(f"console : {' '.join(e.split())}" for e in onglet.erreurs),
        *(f"réseau : {a}" for a in dehors),
    ]
    if not lu["bons"]:
        fautes.append("axe-core n’a rien vérifié")
    await onglet.fermer()
    indecis = f"indécis : {', '.join(lu['indecis'])}" if lu["indecis"] else ""
    return Constat(tuple(fautes), indecis, imprime, len(pypdf.PdfReader(io.BytesIO(octets)).pages))
