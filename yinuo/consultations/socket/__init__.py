"""The consultation's side of the gateway: what is said over a socket, and how it is read and written there."""
