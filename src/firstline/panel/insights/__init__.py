"""What conversations came to: key numbers, each with what it rests on."""
