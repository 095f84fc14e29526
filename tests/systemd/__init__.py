"""The appliance: units, installer, updates, and how they are put to the test."""
