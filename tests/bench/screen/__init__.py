"""What the screen costs: the start, a frame, an idle hour, and the way from a pin to a pixel and a tone."""
