"""One plain function per change. Whoever locks more than one row locks the consultation first, then the order."""
