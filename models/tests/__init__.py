"""Tests of the scenes and of what is said about them."""
