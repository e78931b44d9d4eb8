-- Removes accents. A trusted extension: it takes the right CREATE on the database, not a superuser.
CREATE EXTENSION IF NOT EXISTS unaccent;

-- The form in which texts and searches meet: lower case, without accents, every word after a space. Characters of scripts
-- that write no spaces between words (Thai, Lao, Burmese, Khmer, Japanese, Chinese) are words of their own, so that a word
-- is found inside a line.
CREATE FUNCTION "searchText"("given" text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT ' ' || btrim(regexp_replace(
    regexp_replace(lower(unaccent('unaccent', normalize("given", NFKC))),
      '([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])', ' \1 ', 'g'),
    '[\s!-/:-@[-`{-~\u00a0-\u00bf\u2000-\u206f\u3000-\u303f]+', ' ', 'g'))
$$;

-- Words are found as English ones, stemmed, and as they stand, so that a search can give their beginning.
CREATE FUNCTION "searchWords"("given" text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT to_tsvector('english', "searchText"("given")) || to_tsvector('simple', "searchText"("given"))
$$;

CREATE OR REPLACE FUNCTION "writeSessionSearch"("session" "Session") RETURNS void LANGUAGE sql AS $$
  INSERT INTO "SessionSearch" ("sessionId", "document")
  SELECT "session"."id",
    setweight("searchWords"("session"."title"), 'A') ||
    setweight("searchWords"(array_to_string("session"."tags", ' ')), 'B') ||
    setweight(to_tsvector('simple', "searchText"(host."displayName" || ' ' || host."username")), 'B') ||
    setweight("searchWords"(coalesce("session"."description", '')), 'C')
  FROM "Account" host WHERE host."id" = "session"."hostId"
  ON CONFLICT ("sessionId") DO UPDATE SET "document" = excluded."document";
$$;

-- Tags that were stored before are brought into the form in which new ones are stored and compared.
CREATE FUNCTION pg_temp.comparable("tags" text[]) RETURNS text[] LANGUAGE sql AS $$
  SELECT coalesce(array_agg(tag ORDER BY place), '{}') FROM (
    SELECT tag, min(place) AS place
    FROM unnest("tags") WITH ORDINALITY AS given(typed, place),
      LATERAL (SELECT replace(replace(replace(regexp_replace(normalize(typed, NFKC), '[\ufe00-\ufe0f]', '', 'g'), 'ß', 'ss'), U&'i\0307', 'i'), 'ı', 'i') AS tag) AS folded
    GROUP BY tag) AS tags
$$;
UPDATE "Session" SET "tags" = pg_temp.comparable("tags") WHERE "tags" <> pg_temp.comparable("tags");
UPDATE "Series" SET "template" = jsonb_set("template", '{tags}', to_jsonb(pg_temp.comparable(
  ARRAY(SELECT jsonb_array_elements_text("template"->'tags'))))) WHERE jsonb_typeof("template"->'tags') = 'array';

SELECT "writeSessionSearch"("Session") FROM "Session";
