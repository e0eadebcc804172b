"""Risk and decision: what a comparison hides when it shows one figure a model."""
