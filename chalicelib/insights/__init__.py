"""What rebasket did and earned: facts, counted as they happen."""
