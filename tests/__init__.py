"""The tests of reviewkit."""
