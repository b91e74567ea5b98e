"""What a worker does for the panel: jobs that join its database with learning and analysis."""
