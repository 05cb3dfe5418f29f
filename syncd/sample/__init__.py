"""The sample sender: an imaginary agency, its nights, and what changed in each."""
