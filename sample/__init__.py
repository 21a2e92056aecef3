"""The invented company Halden Water: its cast, its talk, and the export made of both."""
