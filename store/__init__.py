"""What the program remembers: facts, derived rows, history, ledger, documents."""
