"""How fast a withdrawal acts, and what seeing one's own information costs."""
