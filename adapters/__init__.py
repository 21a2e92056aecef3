"""The outside world: chat platforms, console, web, database, queue, settings, wiring."""
