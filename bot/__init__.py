"""What the product does: one file per use case, and the ports that they need."""
