"""The Human Services Data Specification 3.x: API answers and tables."""
