"""What is made from what the program reads: the sender's contract, the catalogue of rules."""
