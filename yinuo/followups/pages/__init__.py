"""What each page is given: frozen dataclasses, built through access and the gate."""
