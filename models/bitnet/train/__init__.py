"""Training the small BitNet that ships with the repository, beside a float model of the same size; needs torch."""
