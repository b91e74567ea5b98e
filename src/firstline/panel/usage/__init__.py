"""How templates are used, counted from the journal as it grows."""
