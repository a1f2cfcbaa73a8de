"""Taking in a file that somebody hands over: bounded reading, understanding, checking."""
