"""Microsoft Graph, which tells the past of Teams: its shapes as pure functions, and the calls to it."""
