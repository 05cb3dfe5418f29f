"""The envoi on the disk: received, sealed, encrypted, filed; who moves what, and when."""
