"""Views parse, call once and render."""
