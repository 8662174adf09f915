"""`make check-navigateur`: the interface in a real Chromium. Not part of `make test`: it needs a browser."""

from __future__ import annotations

import asyncio
import shutil
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import web

from evaluator.dossier.dossier import Dossier
from evaluator.serveur.invitation import Invitation
from evaluator.serveur.service import ecouter
from tests.serveur.chromium import CTRL, MAJ, Chromium, trouver
from tests.serveur.programme import libre, serveur_lance

pytestmark = pytest.mark.skipif(
    trouver() is None, reason="Chromium n’est pas installé (apt-get install chromium), ou donnez son chemin dans CHROMIUM"
)


@pytest.fixture
def dossier(tmp_path: Path, dossiers_exemples: Path) -> Path:
    """A folder whose name has what a shell would trip on, with one dossier."""
    lieu = tmp_path / 'l’été "d\'André" $(x)'
    lieu.mkdir()
    shutil.copy(dossiers_exemples / "pre-sorbier.agls", lieu / "pré sorbier.agls")
    return lieu


@pytest.fixture
async def chromium(tmp_path: Path) -> AsyncIterator[Chromium]:
    programme = trouver()
    assert programme is not None
    async with Chromium(programme, tmp_path / "profil") as navigateur:
        yield navigateur


async def test_answer_close_open_again_the_answer_is_there(chromium: Chromium, dossier: Path) -> None:
    async with serveur_lance(dossier, "pré sorbier.agls") as (processus, adresse):
        onglet = await chromium.ouvrir(adresse)
        await onglet.attendre("BRZ-60-003")
        assert await onglet.evaluer("document.title + document.documentElement.lang") == "AGLS Évaluateurfr"
        assert await onglet.evaluer("document.fonts.check('16px \"Roboto Mono\"')")
        for touche in ("Enter", "-", "é", "ç", "€", "Enter"):  # nobody clicked first: the keyboard is the terminal's
            await onglet.toucher(touche)
        await onglet.attendre("enregistré")
        await onglet.fermer()
        await libre(dossier)
        with Dossier.ouvrir(dossier / "pré sorbier.agls") as ouvert:
            assert ouvert.reponses("auto_evaluation")["residence_id"].valeur == "BRZ-60-003-éç€"

        deuxieme = await chromium.ouvrir(adresse)
        await deuxieme.attendre("BRZ-60-003-éç€")
        troisieme = await chromium.ouvrir(adresse)
        await troisieme.attendre("fermez l’autre")
        await deuxieme.fermer()
        await libre(dossier)
        for touche in ("Escape", "Enter"):
            await troisieme.toucher(touche)
            await asyncio.sleep(0.5)
        await troisieme.toucher("Enter")
        await troisieme.attendre("SAISIE")
        processus.terminate()
        await asyncio.wait_for(processus.wait(), 5)
        await troisieme.attendre_page("« agls serveur » est arrêté")
        hotes = {urlsplit(a).netloc for o in (onglet, deuxieme, troisieme) for a in o.adresses if a.startswith("http")}
        assert hotes == {urlsplit(adresse).netloc}


async def test_the_token_stays_between_the_browser_and_us(chromium: Chromium, dossier: Path) -> None:
    async with serveur_lance(dossier) as (_, adresse):
        onglet = await chromium.ouvrir(adresse)
        await onglet.attendre("104/104")
        assert "jeton" not in await onglet.evaluer("location.href + document.referrer + document.cookie")
        assert await onglet.evaluer("document.cookie") == ""
        autres: list[web.Request] = []
        async with autre_site(autres) as ailleurs:
            await onglet.aller(ailleurs)  # same host, another port: a cookie of the path `/` would go there
            await onglet.attendre(lambda: bool(autres))
        assert "Cookie" not in autres[0].headers
        assert "Referer" not in autres[0].headers


async def test_the_private_file_opens_the_interface(
    chromium: Chromium, dossier: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The page comes from a file: for the browser, from another site; the cookie must work all the same."""
    ouvertes: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda adresse: ouvertes.append(adresse) or True)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setenv("DISPLAY", ":9")
    async with serveur_lance(dossier) as (_, adresse):
        assert Invitation(adresse).ouvrir()
        onglet = await chromium.ouvrir(ouvertes[0])
        await onglet.attendre("104/104")


async def test_strangers_are_refused(chromium: Chromium, dossier: Path) -> None:
    async with serveur_lance(dossier) as (_, adresse):
        onglet = await chromium.ouvrir(adresse)
        await onglet.attendre("104/104")
        ici = urlsplit(adresse)
        racine = urlsplit(await onglet.evaluer("location.href")).path

        sans = await chromium.ouvrir(f"http://{ici.netloc}/")
        await sans.attendre_page("Accès refusé")
        rebond = await chromium.ouvrir(f"http://exemple.test:{ici.port}{racine}?{ici.query}")
        await rebond.attendre_page("cette adresse n’est pas celle du serveur")
        async with autre_site([]) as ailleurs:
            autre = await chromium.ouvrir(ailleurs)
            await autre.attendre_page("ailleurs")
            assert await autre.evaluer(f"fetch('{adresse}').then(() => 'lu', () => 'refusé')") == "refusé"
            assert (
                await autre.evaluer(f"fetch('{adresse}', {{mode: 'no-cors'}}).then(r => r.type, () => 'refusé')") != "basic"
            )
            prise = f"ws://{ici.netloc}{racine}prise?{ici.query}"
            essai = (
                f"new Promise(r => {{ const p = new WebSocket('{prise}');"
                " p.onopen = () => r('ouverte'); p.onclose = () => r('refusée'); })"
            )
            assert await autre.evaluer(essai) == "refusée"
            assert await onglet.evaluer(essai) == "ouverte"  # the same, from our own page


async def test_the_window_and_the_keys(chromium: Chromium, dossier: Path) -> None:
    async with serveur_lance(dossier, "pré sorbier.agls") as (_, adresse):
        onglet = await chromium.ouvrir(adresse, 1280, 800)
        await onglet.attendre("── Scores")  # three columns
        large = onglet.colonnes
        await onglet.taille(740, 500)
        await onglet.attendre(lambda: onglet.colonnes < 100 < large and "── Scores" not in onglet.ecran)
        await onglet.attendre("PARCOURS")
        await onglet.taille(1280, 800)
        await onglet.attendre("── Scores")

        await onglet.evaluer(
            "window.libres = []; window.addEventListener('keydown', t => setTimeout(() => "
            "t.defaultPrevented || libres.push(t.key)), true)"
        )
        for touche, vu in (("F1", "Aide : les touches"), ("F3", "Ce qui manque"), ("F4", "Résultats"), ("F5", "Rapport"),
                           ("F7", "Contradictoire"), ("F8", "Décision")):  # fmt: skip
            await onglet.toucher(touche)
            await onglet.attendre(vu)
            await onglet.toucher("Escape")
            await onglet.attendre("PARCOURS")
        for touche in (*(f"F{n}" for n in range(1, 11)), "Tab"):
            await onglet.toucher(touche)
            await onglet.toucher("Escape")
        await onglet.toucher("Tab", MAJ)
        for lettre in "spzyq":
            await onglet.toucher(lettre, CTRL)
        await onglet.attendre_page("L’interface est fermée")
        assert await onglet.evaluer("libres.join()") == ""  # the browser does nothing of its own with them
        await onglet.evaluer("document.querySelector('#rouvrir').click()")
        await onglet.attendre("PARCOURS")


@asynccontextmanager
async def autre_site(demandes: list[web.Request]) -> AsyncIterator[str]:
    """Another server of this machine, with a page of its own."""

    async def page(demande: web.Request) -> web.Response:
        demandes.append(demande)
        return web.Response(text="<p>ailleurs</p>", content_type="text/html")

    application = web.Application()
    application.router.add_get("/", page)
    coureur = web.AppRunner(application)
    await coureur.setup()
    prise = ecouter(0)
    await web.SockSite(coureur, prise).start()
    yield f"http://127.0.0.1:{prise.getsockname()[1]}/"
    await coureur.cleanup()
