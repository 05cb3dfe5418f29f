"""What goes over the wire: SSH packets, SFTP messages, both data paths, their test at the start."""
