"""The package for whoever helps with a mat: what the machine is and how it does, and nothing of who lies on it."""
