"""The tables of the store: one SQLModel class per nature, per derived table, per ledger."""
