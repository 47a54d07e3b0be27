"""The page of build, buy or partner: every way to get some initiatives, judged in the whole portfolio."""
