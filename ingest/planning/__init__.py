"""From facts to changes: what an envoi changes, what must be derived again, what the guard says."""
