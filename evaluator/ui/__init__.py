"""The terminal interface: shows what the other rooms know, computes nothing."""
