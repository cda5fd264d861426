"""What a carrier meets: the application, its webhooks, signatures, TwiML, files and health.

May import everything but `ivr.golive`.
"""
