"""From bytes to records: the manifest, data files line by line, formats of contents."""
