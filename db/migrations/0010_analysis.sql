ALTER TABLE "blobs" ADD COLUMN "is_documentation" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "indexed_refs" ADD COLUMN "analysis" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "plan_refs" ADD COLUMN "analysis" text DEFAULT '' NOT NULL;