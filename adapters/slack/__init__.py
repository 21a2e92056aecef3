"""Slack: translation alone. What is done with it stands in ``bot``."""
