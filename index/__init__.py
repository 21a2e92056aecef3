"""Text in, similar passages out: the lowest of the four floors."""
