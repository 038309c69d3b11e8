"""The chain that every question runs through, and the answerers at its end."""
