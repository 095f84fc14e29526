"""The edge to the disk: what is kept of sessions, in SQLite at a station and, later, one PostgreSQL for many."""
