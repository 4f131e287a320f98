"""Speech to text: the model, the voice detector, and what keeps both from inventing."""
