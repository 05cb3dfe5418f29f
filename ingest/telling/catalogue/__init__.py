"""What may be wrong, theme by theme; `ingest.telling.codes` is all of it."""
