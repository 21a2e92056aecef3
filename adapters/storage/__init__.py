"""Where rows live: SQLite or PostgreSQL through SQLAlchemy Core, or memory for replay and tests."""
