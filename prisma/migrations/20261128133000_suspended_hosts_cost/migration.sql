-- The function reads a row by index. With the default cost PostgreSQL would rather call it for all the rows that a page
-- could have, and sort them, than for the rows of the page.
ALTER FUNCTION "isSuspended"(uuid) COST 3000;
