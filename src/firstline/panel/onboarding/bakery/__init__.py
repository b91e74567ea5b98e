"""The example that a new service may start from: a bakery that bakes to order and delivers."""
