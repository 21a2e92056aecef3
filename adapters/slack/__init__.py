"""Slack: what it sends in our words, and our words as it draws them."""
