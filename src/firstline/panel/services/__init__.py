"""The services that people work on here, and what is live of each."""
