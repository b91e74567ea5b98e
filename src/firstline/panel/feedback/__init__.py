"""What agents say of decisions: with one click each, for training and for who leads."""
