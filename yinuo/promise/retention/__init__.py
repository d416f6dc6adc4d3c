"""How long what is held is kept, and the sweep that ends it (clause 4.2)."""
