"""What keeps people safe: pseudonyms, labels, disclosure control, release and the audit that proves them."""
