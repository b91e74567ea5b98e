"""What speaks to systems outside: one package for each kind of them."""
