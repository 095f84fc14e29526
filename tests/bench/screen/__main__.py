"""All figures of the screen in one run: `python -m tests.bench.screen`."""

from tests.bench.screen import frames, idle, latency, start, touch

if __name__ == "__main__":
    start.main()
    frames.main()
    idle.main()
    touch.main()
    latency.main([])
