"""Customer data of a service: how it is connected, looked up, updated, and who looked at what."""
