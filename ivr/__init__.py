"""The telephone line of the integration programme in Wallonia."""
