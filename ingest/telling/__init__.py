"""What is told: the report and its answer, explanations, proofs, overviews."""
