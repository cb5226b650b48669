"""What goes out: issued, frozen, marked as new or changed, and recalled."""
