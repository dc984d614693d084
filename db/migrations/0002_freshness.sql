CREATE TABLE "paused_hosts" (
	"host" text PRIMARY KEY NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rewrites" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"repo_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"branch" text NOT NULL,
	"old_commit" text NOT NULL,
	"new_commit" text,
	"lost_commits" integer NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"kept_until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "source_key" text;--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "next_check_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "check_seconds" integer;--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "moved_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "failure_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "failing_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "dirty_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "dirty_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "holds_back_losses" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "held_back_commit" text;--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "held_back_reason" text;--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "confirmed_commit" text;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "rewrites" ADD CONSTRAINT "rewrites_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rewrites" ADD CONSTRAINT "rewrites_run_id_sync_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."sync_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "rewrites_run_branch_key" ON "rewrites" USING btree ("run_id","branch");--> statement-breakpoint
CREATE INDEX "rewrites_repo_idx" ON "rewrites" USING btree ("repo_id","at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "repos_due_idx" ON "repos" USING btree ("next_check_at") WHERE "repos"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "repos_source_idx" ON "repos" USING btree ("source_key") WHERE "repos"."deleted_at" is null;--> statement-breakpoint
UPDATE "repos" SET "source_key" = lower(regexp_replace(regexp_replace("url",
  '^([a-z]+://)?([^/@]*@)?(\[[^]]*\]|[^/:]+)(:[0-9]+(?=/))?[:/]+', '\3/'), '(\.git)?/*$', '')), "next_check_at" = now()
WHERE "url" IS NOT NULL;
