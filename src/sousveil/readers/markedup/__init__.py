"""Documents in XML of a known kind, notices of tenders and patents: parsed without fetching anything."""
