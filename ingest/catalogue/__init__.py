"""What may be wrong, theme by theme; `ingest.codes` is all of it."""
