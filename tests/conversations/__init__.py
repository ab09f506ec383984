"""What shoppers answer."""
