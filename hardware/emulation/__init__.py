"""The electronics and the person on the mat, modelled as they are: what runs on them is the real driver."""
