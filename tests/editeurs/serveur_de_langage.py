"""A small client of a language server over its standard streams: what an editor sees of a file."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ATTENTE = 20.0  # seconds for one answer


class Editeur:
    """Opens files, and asks what an editor asks. `reglages` are those of VS Code, without their « yaml. »."""

    def __init__(self, commande: Sequence[str], racine: Path, reglages: Mapping[str, object]) -> None:
        self.processus = subprocess.Popen(commande, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.racine, self.reglages = racine, reglages
        self.numero = 0
        self.recus: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        threading.Thread(target=self._ecouter, daemon=True).start()
        self.demander("initialize", {
            "processId": None, "locale": "fr", "rootUri": racine.as_uri(),
            "workspaceFolders": [{"uri": racine.as_uri(), "name": "essai"}],
            "capabilities": {
                "textDocument": {
                    "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
                    "hover": {"contentFormat": ["markdown"]},
                    "publishDiagnostics": {},
                },
                "workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}},
            },
        })  # fmt: skip
        self.dire("initialized", {})
        self.dire("workspace/didChangeConfiguration", {"settings": {"yaml": dict(reglages)}})

    # — messages ———————————————————————————————————————————————————————————————————————————————————————————

    def _ecouter(self) -> None:
        flux = self.processus.stdout
        assert flux is not None
        while True:
            longueur = 0
            while ligne := flux.readline().strip():
                if ligne.lower().startswith(b"content-length:"):
                    longueur = int(ligne.split(b":")[1])
            if not longueur:
                self.recus.put(None)
                return
            self.recus.put(json.loads(flux.read(longueur)))

    def _envoyer(self, message: Mapping[str, object]) -> None:
        octets = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.processus.stdin is not None
        self.processus.stdin.write(b"Content-Length: %d\r\n\r\n" % len(octets) + octets)
        self.processus.stdin.flush()

    def dire(self, methode: str, parametres: Mapping[str, object]) -> None:
        self._envoyer({"method": methode, "params": parametres})

    def demander(self, methode: str, parametres: Mapping[str, object]) -> Any:
        self.numero += 1
        numero = self.numero
        self._envoyer({"id": numero, "method": methode, "params": parametres})
        while True:
            message = self._suivant()
            if message.get("id") == numero and "method" not in message:
                return message.get("result")

    def _suivant(self) -> dict[str, Any]:
        message = self.recus.get(timeout=ATTENTE)
        if message is None:
            raise RuntimeError("le serveur de langage s’est arrêté")
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message and "method" in message:
            self._envoyer({"id": message["id"], "result": self._reponse(message)})
        return message

    def _reponse(self, message: Mapping[str, Any]) -> object:
        if message["method"] != "workspace/configuration":
            return None
        return [dict(self.reglages) if e.get("section") == "yaml" else {} for e in message["params"]["items"]]

    # — what an editor asks ————————————————————————————————————————————————————————————————————————————————

    def ouvrir(self, chemin: Path, texte: str | None = None) -> list[tuple[int, int, str]]:
        """Line, column (from 1) and words of every diagnostic of the file."""
        contenu = chemin.read_text(encoding="utf-8") if texte is None else texte
        document = {"uri": chemin.as_uri(), "languageId": "yaml", "version": 1, "text": contenu}
        return self._diagnostiquer(chemin, "didOpen", {"textDocument": document})

    def modifier(self, chemin: Path, texte: str) -> list[tuple[int, int, str]]:
        """The diagnostics of an open file once `texte` is all that it holds."""
        document = {"uri": chemin.as_uri(), "version": 2}
        return self._diagnostiquer(chemin, "didChange", {"textDocument": document, "contentChanges": [{"text": texte}]})

    def _diagnostiquer(self, chemin: Path, methode: str, parametres: Mapping[str, object]) -> list[tuple[int, int, str]]:
        uri = chemin.as_uri()
        self.diagnostics.pop(uri, None)
        self.dire(f"textDocument/{methode}", parametres)
        while uri not in self.diagnostics:
            self._suivant()
        return [
            (d["range"]["start"]["line"] + 1, d["range"]["start"]["character"] + 1, d["message"])
            for d in self.diagnostics[uri]
        ]

    def proposer(self, chemin: Path, ligne: int, colonne: int) -> dict[str, str]:
        """What the editor proposes there: label, and its documentation."""
        trouve = self.demander("textDocument/completion", _place(chemin, ligne, colonne))
        elements = trouve["items"] if isinstance(trouve, dict) else trouve or []
        return {e["label"]: _texte(e.get("documentation")) for e in elements}

    def survoler(self, chemin: Path, ligne: int, colonne: int) -> str:
        trouve = self.demander("textDocument/hover", _place(chemin, ligne, colonne))
        return _texte(trouve["contents"]) if trouve else ""


def _place(chemin: Path, ligne: int, colonne: int) -> dict[str, object]:
    return {"textDocument": {"uri": chemin.as_uri()}, "position": {"line": ligne - 1, "character": colonne - 1}}


def _texte(contenu: object) -> str:
    if isinstance(contenu, dict):
        return str(contenu.get("value", ""))
    return str(contenu or "")


@contextmanager
def editeur(serveur: Path, racine: Path, reglages: Mapping[str, object]) -> Iterator[Editeur]:
    """`yaml-language-server` on the folder `racine`, stopped at the end."""
    ouvert = Editeur(["node", str(serveur), "--stdio"], racine, reglages)
    try:
        yield ouvert
    finally:
        ouvert.processus.kill()
        ouvert.processus.wait()
