"""SMS: what it costs, who may send it where, how it is worded, and who carries it."""
