"""The pure rules: facts, decisions and settings in; anomalies and derived rows out."""
