"""The colours that the program itself sets, where a named style cannot."""

from __future__ import annotations

FOND_RETENU = "DFE5EC"
