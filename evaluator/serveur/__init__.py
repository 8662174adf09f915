"""The interface in a browser of this machine: a leaf beside `ui`, which it starts as processes and never imports.

textual-serve brings the terminal that runs in the page, Textual the driver at the other end; what is between is ours, since
it decides who may come in and when a process ends (`docs/decisions/009-browser.md`). Optional extra `[navigateur]`.
"""
