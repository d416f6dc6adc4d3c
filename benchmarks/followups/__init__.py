"""What the doctor's list of follow-ups costs with thousands of patients."""
