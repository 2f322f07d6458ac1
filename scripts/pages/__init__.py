"""The pages of docs/reference/, made from the code and the data; one function a page, text out."""
