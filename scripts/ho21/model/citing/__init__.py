"""What is quoted and from where, as it is cited."""
