"""How the line is used, without who calls: events off the path of the call, and what is counted from them."""
