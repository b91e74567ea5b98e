"""What owners decide for a whole service: its name, and what a publish must keep."""
