-- Abbreviations that were accepted as time zones become the IANA zones that they stood for; BST is read as British.
CREATE TEMPORARY TABLE "zoneNames" ("old" TEXT PRIMARY KEY, "new" TEXT NOT NULL) ON COMMIT DROP;
INSERT INTO "zoneNames" VALUES
  ('ACT', 'Australia/Darwin'), ('AET', 'Australia/Sydney'), ('AGT', 'America/Argentina/Buenos_Aires'), ('ART', 'Africa/Cairo'),
  ('AST', 'America/Anchorage'), ('BET', 'America/Sao_Paulo'), ('BST', 'Europe/London'), ('CAT', 'Africa/Maputo'),
  ('CNT', 'America/St_Johns'), ('CST', 'America/Chicago'), ('CTT', 'Asia/Shanghai'), ('EAT', 'Africa/Nairobi'),
  ('ECT', 'Europe/Paris'), ('IET', 'America/Indiana/Indianapolis'), ('IST', 'Asia/Kolkata'), ('JST', 'Asia/Tokyo'),
  ('MIT', 'Pacific/Apia'), ('NET', 'Asia/Yerevan'), ('NST', 'Pacific/Auckland'), ('PLT', 'Asia/Karachi'),
  ('PNT', 'America/Phoenix'), ('PRT', 'America/Puerto_Rico'), ('PST', 'America/Los_Angeles'), ('SST', 'Pacific/Guadalcanal'),
  ('VST', 'Asia/Ho_Chi_Minh');
UPDATE "Account" SET "timeZone" = "new" FROM "zoneNames" WHERE upper("timeZone") = "old";
UPDATE "Session" SET "timeZone" = "new" FROM "zoneNames" WHERE upper("timeZone") = "old";
UPDATE "Series" SET "timeZone" = "new" FROM "zoneNames" WHERE upper("timeZone") = "old";
DROP TABLE "zoneNames";
