"""What publishing a version costs with many people."""
