CREATE TYPE "public"."connection_change" AS ENUM('added', 'adopted', 'renamed', 'published', 'hidden', 'missing', 'archived', 'returned', 'skipped');--> statement-breakpoint
CREATE TYPE "public"."connection_trigger" AS ENUM('manual', 'api', 'schedule');--> statement-breakpoint
CREATE TABLE "connection_changes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "connection_changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run_id" uuid NOT NULL,
	"kind" "connection_change" NOT NULL,
	"path" text NOT NULL,
	"repo_id" uuid,
	"detail" text
);
--> statement-breakpoint
CREATE TABLE "connection_repos" (
	"connection_id" uuid NOT NULL,
	"host_id" text NOT NULL,
	"repo_id" uuid,
	"path" text NOT NULL,
	"is_public" boolean NOT NULL,
	"missing_since" timestamp with time zone,
	"archived_at" timestamp with time zone,
	CONSTRAINT "connection_repos_connection_id_host_id_pk" PRIMARY KEY("connection_id","host_id")
);
--> statement-breakpoint
CREATE TABLE "connection_runs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"connection_id" uuid NOT NULL,
	"trigger" "connection_trigger" NOT NULL,
	"requested_by" uuid,
	"status" "run_status" DEFAULT 'queued' NOT NULL,
	"listed" integer DEFAULT 0 NOT NULL,
	"note" text,
	"error_kind" "error_kind",
	"error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "connections" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"org_id" uuid NOT NULL,
	"host" text NOT NULL,
	"source_type" "source_type" NOT NULL,
	"owner" text NOT NULL,
	"credential_id" uuid,
	"include" text[] DEFAULT '{}' NOT NULL,
	"exclude" text[] DEFAULT '{}' NOT NULL,
	"forks" boolean DEFAULT false NOT NULL,
	"archived" boolean DEFAULT false NOT NULL,
	"sync_interval_seconds" integer DEFAULT 3600 NOT NULL,
	"grace_hours" integer DEFAULT 24 NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"active_run_id" uuid,
	"next_sync_at" timestamp with time zone,
	"synced_at" timestamp with time zone,
	"failure_count" integer DEFAULT 0 NOT NULL,
	"error_kind" "error_kind",
	"error" text
);
--> statement-breakpoint
ALTER TABLE "connection_changes" ADD CONSTRAINT "connection_changes_run_id_connection_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."connection_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection_changes" ADD CONSTRAINT "connection_changes_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection_repos" ADD CONSTRAINT "connection_repos_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection_repos" ADD CONSTRAINT "connection_repos_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection_runs" ADD CONSTRAINT "connection_runs_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection_runs" ADD CONSTRAINT "connection_runs_requested_by_users_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_org_id_orgs_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."orgs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_credential_fk" FOREIGN KEY ("credential_id","org_id") REFERENCES "public"."credentials"("id","org_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "connection_changes_run_idx" ON "connection_changes" USING btree ("run_id","id");--> statement-breakpoint
CREATE INDEX "connection_repos_repo_idx" ON "connection_repos" USING btree ("repo_id");--> statement-breakpoint
CREATE INDEX "connection_runs_order_idx" ON "connection_runs" USING btree ("connection_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "connection_runs_open_idx" ON "connection_runs" USING btree ("created_at") WHERE "connection_runs"."status" in ('queued', 'running');--> statement-breakpoint
CREATE UNIQUE INDEX "connections_owner_key" ON "connections" USING btree ("org_id","host",lower("owner"));--> statement-breakpoint
CREATE INDEX "connections_due_idx" ON "connections" USING btree ("next_sync_at");--> statement-breakpoint
CREATE INDEX "connections_credential_idx" ON "connections" USING btree ("credential_id");