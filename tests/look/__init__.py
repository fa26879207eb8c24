"""The look: what every page is made of."""
