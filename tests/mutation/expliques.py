"""Faults that no test notices because they change nothing that can be seen, and why. By `Mutant.cle`."""

EXPLIQUES: dict[str, str] = {
    "evaluator/evaluation/manque/classement.py : len(candidats) > self.reste → (len(candidats) >= self.reste)":
        "le budget borne le temps ; s’arrêter une question plus tôt, juste à sa fin, est aussi bien",
    "evaluator/dossier/redaction_reponses.py : 0xFFFF → 65536":
        "U+10000 s’affiche, et n’est donc jamais échappé",
    "evaluator/questionnaire/formula/domain.py : 8 → 9":
        "une ligne de plus dans une table, que nulle vérité ne lit",
    "evaluator/questionnaire/formula/domain.py : type(a.bas) is not float → (type(a.bas) is float)":
        "la voie courte de la comparaison de deux points ; la longue donne la même réponse",
}  # fmt: skip
