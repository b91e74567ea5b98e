"""Programs that train one classifier each, in an interpreter of their own.

Each reads a task (JSON) from its input and prints what it measured (JSON), so that peers with
packages that exclude one another are measured alike.
"""
