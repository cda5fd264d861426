"""What the tests share: one caller, one reader of TwiML, one interpreter of stories, servers, and ways to wait."""
