"""What a model declares: inputs, phases, ledger, provenance, and the files that say so."""
