ALTER TABLE "blobs" ADD COLUMN "more_words" text[];--> statement-breakpoint
CREATE INDEX "blobs_more_words_idx" ON "blobs" USING gin ("more_words") WHERE "blobs"."more_words" is not null;--> statement-breakpoint
CREATE INDEX "blobs_unread_idx" ON "blobs" USING btree ("repo_id") WHERE "blobs"."skipped" in ('too_large', 'unreadable');--> statement-breakpoint
CREATE INDEX "blobs_cut_words_idx" ON "blobs" USING btree ("repo_id") WHERE "blobs"."more_words" is not null;