"""Parse, one call, render."""
