"""The vocabulary: frozen records and pure functions that need only the standard library."""
