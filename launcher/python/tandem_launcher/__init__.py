"""What is loaded into a Python program that Tandem debugs. It imports little: a program waits for it at its start."""
