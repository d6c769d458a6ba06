"""The audit as a workbook to work with: the ledger, what a person has to look at, what was seen.

`workbook.made` is the door in; `book` alone knows the library that writes the file.
"""
