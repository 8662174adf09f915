"""One module per group of sections: what each prints, as text."""
