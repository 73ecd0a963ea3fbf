"""What is asked: forms as data, the evaluator, the form session.

Forms are loaded by `forms.loading.load_form`, answered in `forms.session.open_session`, filled
from plain data and read back by `forms.answers`; `forms.expr` has the evaluator.
"""
