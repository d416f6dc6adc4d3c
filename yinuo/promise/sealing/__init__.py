"""Keys and the sealed box (house law 10): no Django models, no purposes."""
