"""How likely it is that a measure passes, seat by seat and in all."""
