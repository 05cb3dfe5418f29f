"""What the doctor looks for, finding by finding, and what it can repair."""
