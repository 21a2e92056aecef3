"""Readers of what chat platforms export: from a file to plain values, no database."""
