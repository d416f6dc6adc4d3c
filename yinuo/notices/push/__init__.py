"""Push: endpoints of devices, the services that carry it, and sending."""
