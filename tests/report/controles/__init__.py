"""`make check-reports`: every report that can be written, before outside judges: veraPDF, axe-core, LibreOffice, an eye."""
