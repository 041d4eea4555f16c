"""The language server: what a review says, in the editor where a routine is written."""
