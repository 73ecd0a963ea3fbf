"""What keeps figures from betraying anybody: masks, rounding, and the check against all before."""
