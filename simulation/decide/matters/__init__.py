"""What matters: which inputs, risks, lessons, stages and people decide the outcome."""
