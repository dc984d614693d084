CREATE TYPE "public"."source_type" AS ENUM('github', 'gitlab', 'gitea', 'bitbucket', 'custom');--> statement-breakpoint
CREATE TABLE "repo_migrations" (
	"repo_id" uuid PRIMARY KEY NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"url" text NOT NULL,
	"source_key" text,
	"source_type" "source_type" NOT NULL,
	"token_ciphertext" "bytea",
	"is_forced" boolean NOT NULL,
	"run_id" uuid,
	"requested_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "source_type" "source_type";--> statement-breakpoint
ALTER TABLE "repo_migrations" ADD CONSTRAINT "repo_migrations_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repo_migrations" ADD CONSTRAINT "repo_migrations_run_id_sync_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."sync_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "repo_migrations_run_idx" ON "repo_migrations" USING btree ("run_id");
