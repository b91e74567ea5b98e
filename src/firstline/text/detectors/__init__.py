"""One module per family of entities; each finds offsets and decides nothing else."""
