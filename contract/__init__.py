"""What the sender is given: the contract's page and package, made from what the program reads."""
