"""A model run on symbols: operations, the graph they make, and the program that runs it."""
