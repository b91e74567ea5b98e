"""`firstline retrain`: what its parts are."""
