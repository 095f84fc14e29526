"""The edge to the electronics: converter, controls, clock, recordings and their emulation."""
