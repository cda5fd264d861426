"""What operators watch: counts and times for Prometheus, of all workers of this machine together."""
