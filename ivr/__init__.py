"""The telephone line of the integration programme in Wallonia."""


class Fault(Exception):
    """Something an operator can mend: its text says where it is, what stands there and what is expected."""
