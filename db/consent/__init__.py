"""What was agreed to and taken back, and what went out by it: letters and referrals."""
