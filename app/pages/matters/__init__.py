"""What matters: which inputs, risks, lessons and stages decide the outcome."""
