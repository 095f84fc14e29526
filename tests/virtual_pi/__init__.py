"""The whole appliance on a virtual Raspberry Pi: see README.md. Not part of `make test`."""
