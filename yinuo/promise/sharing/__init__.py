"""What was really sent to whom (clause 3)."""
