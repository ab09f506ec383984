"""What shoppers answer: a stop is heeded, and who talks to the shop is not reminded any more."""
