"""The chat of a service: who may use it, from which pages, and the secret that signs customers."""
