"""The topic tree: what customers write about, and how far each topic may answer by itself."""
