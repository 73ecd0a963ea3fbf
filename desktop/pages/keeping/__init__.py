"""What is kept, held and erased: of one case, and what is due in all of them."""
