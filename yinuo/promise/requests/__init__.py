"""The clocks of requests and complaints (clauses 5.8 and 8). Pure."""
