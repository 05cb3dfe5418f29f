"""What persons decide: held envois, documents hidden and shown again, accounts confirmed."""
