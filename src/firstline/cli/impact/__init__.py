"""`firstline replay SERVICE`: what a change would have done on past traffic."""
