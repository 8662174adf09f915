"""What is asked: YAML read strictly, checked, typed and compiled."""
