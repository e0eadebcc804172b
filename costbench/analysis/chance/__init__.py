"""What may happen: draws, simulation, sensitivity, the value of information."""
