"""How the second judge is trained; nothing here is needed to run reviewkit."""
