"""The answering service: HTTP at the edge, one engine inside, every decision in the journal."""
