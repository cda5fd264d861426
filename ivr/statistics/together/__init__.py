"""What several machines know together, in one PostgreSQL: never asked in the path of a call, and done without when it is away."""
