"""Servers that speak OpenAI's HTTP interface: fine-tune a language model there, let it draft.

    server = Server(base_url="https://llm.example/v1", key=SecretStr(…))
    with Connection(server) as connection:
        uploaded = upload(connection, Path("train.jsonl"))

A language model only ever drafts for agents. Nothing that decides imports this package, and
import-linter holds that.
"""
