"""Settings and logs, read by the command line and the service only."""
