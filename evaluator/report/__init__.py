"""What is written: reports, from one display-ready context."""
