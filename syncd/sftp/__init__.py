"""The embedded SFTP server: one listener process, one session process per connection."""
