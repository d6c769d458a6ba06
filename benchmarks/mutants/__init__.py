"""Mutation testing of checks and facts: small harms to the code, and whether a test notices them."""
