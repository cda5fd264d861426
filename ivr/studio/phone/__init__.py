"""Recording by telephone: the studio calls a speaker at the number that an editor entered."""
