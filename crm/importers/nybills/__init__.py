"""New York's bills, as the mirror of the State Senate's Open Legislation and of the Assembly's site keeps them."""
