"""Random deeds of the whole product, for tests of what must not change by them."""
