"""What it is worth: one pure function, and nothing computed anywhere else."""
