"""Privacy requests: what is stored of a person is told, or forgotten; so is a whole shop."""
