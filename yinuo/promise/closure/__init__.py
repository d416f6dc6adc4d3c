"""Closure, both ways (house law 7): what no clause declares fails the build, and so does what nothing binds."""
