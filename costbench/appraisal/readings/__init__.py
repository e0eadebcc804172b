"""What is read off a ledger: flows, present values, indicators."""
