"""What was answered: answers, their journal on disk, and their exchange as files."""
