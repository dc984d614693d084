CREATE TABLE "blob_symbols" (
	"repo_id" uuid NOT NULL,
	"blob_id" bigint NOT NULL,
	"names" text COLLATE "C" NOT NULL,
	"places" text NOT NULL,
	"uses" text NOT NULL,
	CONSTRAINT "blob_symbols_repo_id_blob_id_pk" PRIMARY KEY("repo_id","blob_id")
);
--> statement-breakpoint
ALTER TABLE "blob_symbols" ADD CONSTRAINT "blob_symbols_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "blob_symbols_names_trgm_idx" ON "blob_symbols" USING gin ("names" gin_trgm_ops);--> statement-breakpoint
DO $$
BEGIN
  ALTER TABLE blob_symbols ALTER COLUMN places SET COMPRESSION lz4, ALTER COLUMN uses SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported OR invalid_parameter_value THEN
  NULL;
END
$$;
