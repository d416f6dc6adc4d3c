"""One plain function per change: decide, write, journal, event on commit, in one transaction."""
