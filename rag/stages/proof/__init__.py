"""A saved answer is checked against the text that it cites, with the standard library alone.

These modules import nothing else of Citewire, so that ``tools/verify.py``, which a stranger runs without
installing anything, is made from them. The check shows that every claim cites, that every quote stands in the
source to the letter, and that words in quotation marks are the source's. It does not judge whether a claim in
other words than its quotes follows from them: that was done before the answer was shown, and the report calls
such claims "written".
"""
