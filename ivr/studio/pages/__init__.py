"""The pages at /studio: for reviewers and speakers behind a personal link, for editors behind a login."""
