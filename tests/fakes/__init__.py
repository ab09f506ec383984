"""The outside in memory: each fake keeps a port's contract, and the contract tests say so."""
