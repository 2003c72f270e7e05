"""Content and judgement: plans, checklists, standards and texts as files, and what is read out of them.

The lowest room of the house: it imports none of the others and knows neither a database nor a channel.
"""
