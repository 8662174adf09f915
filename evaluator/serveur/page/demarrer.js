"use strict";
// Starts the terminal of textual.js once its font is there (it measures the cells only once), and adds what it lacks:
// the keyboard from the first key, the usual paste, and in French why the interface is closed.

const RECHARGER = "\n\nVos réponses sont enregistrées.";
const MOTIFS = {
  4000: "L’interface est fermée. Rechargez la page pour la rouvrir, ou fermez cet onglet." + RECHARGER,
  4001: "Le programme s’est arrêté de lui-même. La fenêtre où tourne « agls serveur » dit pourquoi." + RECHARGER,
  4002: "« agls serveur » est arrêté. Relancez-le, puis ouvrez la nouvelle adresse." + RECHARGER,
};
const PERDUE = "Connexion perdue, rechargez la page. Si rien ne vient, relancez « agls serveur »." + RECHARGER;

function dire(code) {
  document.querySelector("#attente").hidden = true;
  document.querySelector("#motif").textContent = MOTIFS[code] ?? PERDUE;
  document.querySelector("#fin").hidden = false;
  document.querySelector("#rouvrir").focus();
}

const Prise = window.WebSocket;
window.WebSocket = class extends Prise {
  constructor(...arguments_) {
    super(...arguments_);
    this.addEventListener("close", (fermeture) => dire(fermeture.code));
  }
};

function clavier() {
  return document.querySelector("#fin").hidden ? document.querySelector(".xterm-helper-textarea") : null;
}

// The terminal would turn Ctrl+V into a control character; left to the browser, it pastes.
window.addEventListener("keydown", (touche) => {
  if (clavier() && touche.ctrlKey && !touche.altKey && touche.key.toLowerCase() === "v") touche.stopImmediatePropagation();
}, true);
// A file dropped here would take the place of the page.
for (const geste of ["dragover", "drop"]) window.addEventListener(geste, (glisse) => glisse.preventDefault());
document.addEventListener("click", () => clavier()?.focus());

window.addEventListener("load", async () => {
  document.querySelector("#rouvrir").addEventListener("click", () => window.location.reload());
  const polices = ["16px", "bold 16px", "italic 16px", "italic bold 16px"];
  await Promise.allSettled(polices.map((police) => document.fonts.load(`${police} "Roboto Mono"`)));
  const script = document.createElement("script");
  script.src = "textual.js";
  script.addEventListener("load", () => {
    window.onload(); // what textual.js waits for has already happened
    clavier().focus();
  });
  document.body.append(script);
});
