"""Models written against the public `ttnn` names alone, so that the same files run on a card."""
