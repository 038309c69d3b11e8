"""What programs call, and what guards the server that they and the page share. It knows nothing of the page."""
