-- Storage choices that the schema language has no words for.
-- Case is folded and compared by bytes: several times as fast, and code's letters are ASCII nearly always.
ALTER TABLE blobs ALTER COLUMN content TYPE text COLLATE "C";
--> statement-breakpoint
DO $$
BEGIN
  ALTER TABLE blobs ALTER COLUMN content SET COMPRESSION lz4, ALTER COLUMN tsv SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported OR invalid_parameter_value THEN
  NULL;
END
$$;
