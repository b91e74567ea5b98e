"""The agents' inbox: who waits, what may be answered, what is on its way, who is at it."""
