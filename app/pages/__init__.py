"""The screens, one module each; ``frame`` says what all of them are."""
