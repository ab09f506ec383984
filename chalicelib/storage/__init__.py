"""The table: keys, the port that services see, and DynamoDB behind it."""
