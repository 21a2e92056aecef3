"""What can go wrong on the expertise floor."""


class ExpertiseError(Exception):
    """Root of this floor's errors."""


class EmptyQuestionError(ExpertiseError):
    """There is nothing to search for in the question."""
