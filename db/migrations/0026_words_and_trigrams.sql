-- Of pg_trgm, under a name of our own that says what it costs: the planner must never call it on texts instead of asking
-- the index. Unlike gin_trgm_ops an index of its arrays names files without any look at their texts.
CREATE FUNCTION content_trigrams(content text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000000 SET search_path FROM CURRENT
AS $$ BEGIN RETURN show_trgm(content); END $$;--> statement-breakpoint
DROP INDEX "blobs_content_trgm_idx";--> statement-breakpoint
DROP INDEX "blobs_tsv_idx";--> statement-breakpoint
-- In larger pieces than by default: of much text, an index of this kind is made several times as quickly.
SELECT set_config('maintenance_work_mem', '256MB', true);--> statement-breakpoint
CREATE INDEX "blobs_text_idx" ON "blobs" USING gin ("tsv",content_trigrams("content"));--> statement-breakpoint
-- Statistics of the trigrams would unpack thousands of texts each time, and say nothing that helps.
ALTER INDEX "blobs_text_idx" ALTER COLUMN 2 SET STATISTICS 0;
