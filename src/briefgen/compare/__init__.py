"""What changed between two briefs or built files: by record and field, by passage, and as tracked changes in Word."""
