"""The daemon: processes, clock, SFTP listener, journal and commands."""
