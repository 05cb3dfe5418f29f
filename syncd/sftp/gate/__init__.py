"""Who may come in: accounts and their keys, addresses, bans, caps; and what a session gives up."""
