-- Whether an account is suspended. As a function, so that a page of the catalogue still walks its index: a join would let
-- PostgreSQL read all accounts first.
CREATE FUNCTION "isSuspended"(account uuid) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM "Account" WHERE "id" = account AND "status" = 'SUSPENDED');
END
$$;
