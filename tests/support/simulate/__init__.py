"""A carrier and its callers, simulated over HTTP against a running line: for load, faults and measurements."""
