"""The income half of the wallet: bank cards, withdrawals and their way to the bank (clause 1.11; staff clause 1.7)."""
