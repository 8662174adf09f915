"""AGLS Évaluateur: from annex I of the AGLS circulaire to an explained, bounded amount."""

__version__ = "0.1.0"
