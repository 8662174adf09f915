"""Names of every type, for the tests of formulas."""

from evaluator.questionnaire.formula import types as t

X_Y = frozenset({"x", "y"})
PORTEE: dict[str, t.Type] = {
    "a": t.T_NOMBRE,
    "b": t.T_NOMBRE,
    "nb_logements": t.T_NOMBRE,
    "o": t.T_BOOLEEN,
    "p": t.T_BOOLEEN,
    "c": t.Type(t.TEXTE, options=X_Y),
    "e": t.Type(t.ENSEMBLE, options=X_Y),
    "libre": t.Type(t.TEXTE),
    "j": t.T_DATE,
    "k": t.T_DATE,
    "rep": t.Type(t.REPARTITION, membres={"u": t.T_NOMBRE, "v": t.T_NOMBRE}),
    "tab": t.Type(
        t.TABLEAU,
        membres={
            "m": t.T_NOMBRE,
            "ok": t.T_BOOLEEN,
            "mission": t.Type(t.TEXTE, options=frozenset({"gls1", "gls2"})),
            "jour": t.T_DATE,
            "mot": t.Type(t.TEXTE),
        },
    ),
}
