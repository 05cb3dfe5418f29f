"""Integers of 64 bits, wherever: SQLite's INTEGER has as many, PostgreSQL's has 32."""

from sqlalchemy import BigInteger, Integer

ENTIER_64 = BigInteger().with_variant(Integer(), "sqlite")
