"""What stands beside the portal: its set-up before Django, the list of its programs."""
