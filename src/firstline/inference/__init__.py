"""What a message is about, as calibrated probabilities: numpy and a CPU engine, no torch."""
