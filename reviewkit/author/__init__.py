"""What helps those who write routines: documents from elsewhere, new routines, and fixes."""
