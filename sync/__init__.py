"""Operations in and out of the house: sealed, by stick or by a server that can read nothing."""
