"""BitNet b1.58: ternary weights, 8-bit activations; layers and model on ttnn, float32 reference, demos."""
