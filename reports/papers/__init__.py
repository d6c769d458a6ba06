"""The papers that an office issues after an audit, as Word files made from templates that a clerk can edit.

They are the circular (检查通报) and one notice for each unit (整改通知书).

`writing` is the door in.  Facts come from the results alone; nothing here judges.
"""
