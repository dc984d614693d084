CREATE TABLE "contributors" (
	"repo_id" uuid NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"commits" integer NOT NULL,
	"first_at" timestamp with time zone NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	"person_email" text,
	"person_name" text,
	CONSTRAINT "contributors_repo_id_email_pk" PRIMARY KEY("repo_id","email")
);
--> statement-breakpoint
CREATE TABLE "histories" (
	"repo_id" uuid PRIMARY KEY NOT NULL,
	"format" integer NOT NULL,
	"commits" integer NOT NULL,
	"branches" integer NOT NULL,
	"tags" integer NOT NULL,
	"mailmap_sha" text,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tags" (
	"repo_id" uuid NOT NULL,
	"name" text NOT NULL,
	"object_sha" text NOT NULL,
	"commit_sha" text,
	"is_annotated" boolean NOT NULL,
	"subject" text,
	"tagger_name" text,
	"tagged_at" timestamp with time zone,
	"version_key" text NOT NULL,
	CONSTRAINT "tags_repo_id_name_pk" PRIMARY KEY("repo_id","name")
);
--> statement-breakpoint
DROP INDEX "commits_time_idx";--> statement-breakpoint
ALTER TABLE "branches" ADD COLUMN "author_name" text;--> statement-breakpoint
ALTER TABLE "branches" ADD COLUMN "subject" text;--> statement-breakpoint
ALTER TABLE "branches" ADD COLUMN "committed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "commits" ADD COLUMN "committer_name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "commits" ADD COLUMN "committer_email" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "commits" ADD COLUMN "body" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "contributors" ADD CONSTRAINT "contributors_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "histories" ADD CONSTRAINT "histories_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tags" ADD CONSTRAINT "tags_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contributors_most_idx" ON "contributors" USING btree ("repo_id","commits" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "commits_order_idx" ON "commits" USING btree ("repo_id","committed_at" DESC NULLS FIRST,"sha" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "commits_author_idx" ON "commits" USING btree ("repo_id",lower("author_email"),"committed_at" DESC NULLS FIRST,"sha" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "sync_runs_order_idx" ON "sync_runs" USING btree ("created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "sync_runs_status_idx" ON "sync_runs" USING btree ("status","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);