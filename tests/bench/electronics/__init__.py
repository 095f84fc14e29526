"""What the electronics' side costs and reaches: scans, channels, pace and faults, beside naive ways to do the same."""
