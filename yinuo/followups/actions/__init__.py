"""One plain function per change."""
