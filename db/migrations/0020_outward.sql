CREATE TYPE "public"."push_status" AS ENUM('never', 'queued', 'pushing', 'ok', 'error');--> statement-breakpoint
CREATE TABLE "push_mirrors" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"repo_id" uuid NOT NULL,
	"url" text NOT NULL,
	"source_key" text NOT NULL,
	"source_type" "source_type" NOT NULL,
	"credential_id" uuid,
	"refs" text[],
	"prune" boolean DEFAULT true NOT NULL,
	"interval_seconds" integer,
	"after_sync" boolean DEFAULT true NOT NULL,
	"status" "push_status" DEFAULT 'never' NOT NULL,
	"active_push_id" uuid,
	"dirty" boolean DEFAULT false NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"progress_done" bigint DEFAULT 0 NOT NULL,
	"progress_total" bigint,
	"error_kind" "error_kind",
	"error" text,
	"details" text,
	"refs_moved" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"next_push_at" timestamp with time zone,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"pushed_at" timestamp with time zone,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "orgs" ADD COLUMN "quota_bytes" bigint;--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "disk_bytes" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "push_mirrors" ADD CONSTRAINT "push_mirrors_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_mirrors" ADD CONSTRAINT "push_mirrors_credential_id_credentials_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credentials"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_mirrors" ADD CONSTRAINT "push_mirrors_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "push_mirrors_repo_idx" ON "push_mirrors" USING btree ("repo_id","created_at");--> statement-breakpoint
CREATE INDEX "push_mirrors_key_idx" ON "push_mirrors" USING btree ("source_key");--> statement-breakpoint
CREATE INDEX "push_mirrors_due_idx" ON "push_mirrors" USING btree ("next_push_at") WHERE "push_mirrors"."next_push_at" is not null;--> statement-breakpoint
CREATE INDEX "push_mirrors_open_idx" ON "push_mirrors" USING btree ("id") WHERE "push_mirrors"."active_push_id" is not null;