"""What time does: what is due to be purged, what keeps it, and the report of it."""
