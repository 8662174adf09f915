"""The formula language of questionnaires: a closed grammar, typed at load, read as value, bounds and trace."""
