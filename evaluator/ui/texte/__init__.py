"""What the screens say, as plain styled lines: no widget, no terminal, tested without either."""
