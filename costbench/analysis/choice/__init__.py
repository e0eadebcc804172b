"""What to choose: criteria, ranks, break-even, portfolio."""
