"""What the pages of qualification show, as frozen values."""
