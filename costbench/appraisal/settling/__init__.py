"""From what a user gives to the numbers a model computes with."""
