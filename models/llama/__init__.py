"""Llama-family language model (SmolLM2-135M-Instruct by default): loader, references, ttnn model, demo, verify."""
