"""How many messages a second, how fast, at what cost: the gateway beside two floors, in one sitting."""
