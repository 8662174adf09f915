"""The command line: argv → one call into a room. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Entry point of `agls` and of `python -m evaluator`; exits with the codes of `contract.md`."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for some takes longer than reading a dossier
    try:
        from evaluator.cli import flux

        flux.preparer()
        from evaluator.cli.francais import executer

        code = executer(sys.argv[1:])
    except KeyboardInterrupt:  # before click is there to see it, or after
        print("interrompu", file=sys.stderr)
        code = 1
    sys.exit(code)
