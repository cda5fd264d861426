"""The branches of the call, one module each."""
