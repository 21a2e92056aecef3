"""Microsoft Teams: translated in, drawn out, and spoken to. Nothing is decided here."""
