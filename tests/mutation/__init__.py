"""Is a broken program noticed? Small faults are put into the code one at a time; the tests run on each (`make mutation`)."""
