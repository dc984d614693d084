CREATE TABLE "secret_scan_caches" (
	"repo_id" uuid NOT NULL,
	"key" text NOT NULL,
	"entries" "bytea" NOT NULL,
	"used_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "secret_scan_caches_repo_id_key_pk" PRIMARY KEY("repo_id","key")
);
--> statement-breakpoint
ALTER TABLE "secret_findings" ADD COLUMN "found_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "secret_scans" ADD COLUMN "config_path" text;--> statement-breakpoint
ALTER TABLE "secret_settings" ADD COLUMN "wanted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "secret_scan_caches" ADD CONSTRAINT "secret_scan_caches_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;