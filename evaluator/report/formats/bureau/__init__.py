"""What DOCX and ODT share: a report laid out for a word processor, its named styles, its templates, its archive."""
