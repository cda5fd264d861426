"""What the association and its funders see of how the line is used."""
