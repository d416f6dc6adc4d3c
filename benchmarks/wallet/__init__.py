"""Money under kill -9: payments whose calls get lost or doubled, and their refunds."""
