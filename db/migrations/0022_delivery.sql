CREATE TYPE "public"."delivery_status" AS ENUM('queued', 'waiting', 'running', 'delivered', 'unchanged', 'partial', 'failed', 'blocked', 'cancelled');--> statement-breakpoint
CREATE TYPE "public"."delivery_trigger" AS ENUM('manual', 'api', 'sync', 'repair', 'rollback');--> statement-breakpoint
CREATE TYPE "public"."host_state" AS ENUM('never', 'in_sync', 'behind', 'ahead', 'diverged', 'changed', 'interrupted', 'foreign', 'unreachable', 'unknown');--> statement-breakpoint
CREATE TYPE "public"."delivery_outcome_status" AS ENUM('queued', 'sending', 'switching', 'delivered', 'unchanged', 'failed', 'cancelled');--> statement-breakpoint
CREATE TYPE "public"."release_state" AS ENUM('incoming', 'live', 'kept', 'removed');--> statement-breakpoint
CREATE TYPE "public"."secret_scan_scope" AS ENUM('tree', 'commits');--> statement-breakpoint
CREATE TYPE "public"."secret_scan_status" AS ENUM('clean', 'found', 'failed');--> statement-breakpoint
CREATE TYPE "public"."target_mode" AS ENUM('releases', 'in_place');--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"repo_id" uuid NOT NULL,
	"ref" text,
	"subfolder" text,
	"group" text,
	"excludes" text[] DEFAULT '{}' NOT NULL,
	"exclude_dot_git" boolean DEFAULT true NOT NULL,
	"deletes" boolean DEFAULT true NOT NULL,
	"owner" text,
	"modes" text,
	"hook" text,
	"is_enabled" boolean DEFAULT true NOT NULL,
	"after_sync" boolean DEFAULT false NOT NULL,
	"fallback_to_local" boolean DEFAULT false NOT NULL,
	"block_on_secrets" boolean DEFAULT true NOT NULL,
	"scans_commits" boolean DEFAULT false NOT NULL,
	"secret_config_path" text,
	"repair" boolean DEFAULT false NOT NULL,
	"verify_interval_seconds" integer,
	"next_verify_at" timestamp with time zone,
	"active_run_id" uuid,
	"dirty" boolean DEFAULT false NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "delivery_outcomes" (
	"run_id" uuid NOT NULL,
	"target_id" uuid NOT NULL,
	"status" "delivery_outcome_status" DEFAULT 'queued' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"progress_done" bigint DEFAULT 0 NOT NULL,
	"progress_total" bigint,
	"files_sent" integer DEFAULT 0 NOT NULL,
	"bytes_on_wire" bigint DEFAULT 0 NOT NULL,
	"error_kind" "error_kind",
	"error" text,
	"log" text DEFAULT '' NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "delivery_outcomes_run_id_target_id_pk" PRIMARY KEY("run_id","target_id")
);
--> statement-breakpoint
CREATE TABLE "delivery_releases" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"target_id" uuid NOT NULL,
	"delivery_id" uuid NOT NULL,
	"run_id" uuid,
	"name" text NOT NULL,
	"state" "release_state" DEFAULT 'incoming' NOT NULL,
	"ref" text,
	"commit" text NOT NULL,
	"digest" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"live_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "delivery_runs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"delivery_id" uuid NOT NULL,
	"trigger" "delivery_trigger" NOT NULL,
	"requested_by" uuid,
	"status" "delivery_status" DEFAULT 'queued' NOT NULL,
	"force" boolean DEFAULT false NOT NULL,
	"ref" text,
	"commit" text,
	"digest" text,
	"file_count" integer,
	"size_bytes" bigint,
	"left_out" text[],
	"fallback_reason" text,
	"error_kind" "error_kind",
	"error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "delivery_targets" (
	"delivery_id" uuid NOT NULL,
	"target_id" uuid NOT NULL,
	"release_id" uuid,
	"commit" text,
	"delivered_at" timestamp with time zone,
	"state" "host_state" DEFAULT 'unknown' NOT NULL,
	"behind_by" integer,
	"seen_commit" text,
	"state_text" text,
	"changed_files" text[],
	"changed_count" integer,
	"verified_at" timestamp with time zone,
	"deep_verified_at" timestamp with time zone,
	"in_sync_at" timestamp with time zone,
	"notified_at" timestamp with time zone,
	CONSTRAINT "delivery_targets_delivery_id_target_id_pk" PRIMARY KEY("delivery_id","target_id")
);
--> statement-breakpoint
CREATE TABLE "secret_exceptions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"repo_id" uuid NOT NULL,
	"fingerprint" text NOT NULL,
	"rule" text NOT NULL,
	"path" text NOT NULL,
	"reason" text NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "secret_findings" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "secret_findings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"scan_id" uuid NOT NULL,
	"repo_id" uuid NOT NULL,
	"fingerprint" text NOT NULL,
	"rule" text NOT NULL,
	"title" text NOT NULL,
	"path" text NOT NULL,
	"line" integer,
	"commit" text
);
--> statement-breakpoint
CREATE TABLE "secret_scans" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"repo_id" uuid NOT NULL,
	"commit" text NOT NULL,
	"since_commit" text,
	"scope" "secret_scan_scope" NOT NULL,
	"subfolder" text,
	"scanner" text NOT NULL,
	"scanner_version" text NOT NULL,
	"key" text NOT NULL,
	"status" "secret_scan_status" NOT NULL,
	"error" text,
	"found_count" integer DEFAULT 0 NOT NULL,
	"files_scanned" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "secret_settings" (
	"repo_id" uuid PRIMARY KEY NOT NULL,
	"scans_every_sync" boolean DEFAULT false NOT NULL,
	"config_path" text,
	"is_marked" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "targets" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"org_id" uuid NOT NULL,
	"name" text NOT NULL,
	"user_name" text NOT NULL,
	"host" text NOT NULL,
	"port" integer DEFAULT 22 NOT NULL,
	"path" text NOT NULL,
	"group" text,
	"mode" "target_mode" DEFAULT 'releases' NOT NULL,
	"keep" integer DEFAULT 5 NOT NULL,
	"is_enabled" boolean DEFAULT true NOT NULL,
	"key_ciphertext" "bytea" NOT NULL,
	"public_key" text NOT NULL,
	"findings" jsonb,
	"tested_at" timestamp with time zone,
	"active_id" uuid,
	"active_until" timestamp with time zone,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_outcomes" ADD CONSTRAINT "delivery_outcomes_run_id_delivery_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."delivery_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_outcomes" ADD CONSTRAINT "delivery_outcomes_target_id_targets_id_fk" FOREIGN KEY ("target_id") REFERENCES "public"."targets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_releases" ADD CONSTRAINT "delivery_releases_target_id_targets_id_fk" FOREIGN KEY ("target_id") REFERENCES "public"."targets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_releases" ADD CONSTRAINT "delivery_releases_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_releases" ADD CONSTRAINT "delivery_releases_run_id_delivery_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."delivery_runs"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_runs" ADD CONSTRAINT "delivery_runs_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_runs" ADD CONSTRAINT "delivery_runs_requested_by_users_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_targets" ADD CONSTRAINT "delivery_targets_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_targets" ADD CONSTRAINT "delivery_targets_target_id_targets_id_fk" FOREIGN KEY ("target_id") REFERENCES "public"."targets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "secret_exceptions" ADD CONSTRAINT "secret_exceptions_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "secret_exceptions" ADD CONSTRAINT "secret_exceptions_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "secret_findings" ADD CONSTRAINT "secret_findings_scan_id_secret_scans_id_fk" FOREIGN KEY ("scan_id") REFERENCES "public"."secret_scans"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "secret_findings" ADD CONSTRAINT "secret_findings_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "secret_scans" ADD CONSTRAINT "secret_scans_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "secret_settings" ADD CONSTRAINT "secret_settings_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "targets" ADD CONSTRAINT "targets_org_id_orgs_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."orgs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "targets" ADD CONSTRAINT "targets_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deliveries_repo_idx" ON "deliveries" USING btree ("repo_id","created_at");--> statement-breakpoint
CREATE INDEX "deliveries_verify_idx" ON "deliveries" USING btree ("next_verify_at") WHERE "deliveries"."next_verify_at" is not null;--> statement-breakpoint
CREATE INDEX "deliveries_open_idx" ON "deliveries" USING btree ("id") WHERE "deliveries"."active_run_id" is not null or "deliveries"."dirty";--> statement-breakpoint
CREATE INDEX "delivery_outcomes_target_idx" ON "delivery_outcomes" USING btree ("target_id");--> statement-breakpoint
CREATE UNIQUE INDEX "delivery_releases_name_key" ON "delivery_releases" USING btree ("target_id","name");--> statement-breakpoint
CREATE INDEX "delivery_releases_order_idx" ON "delivery_releases" USING btree ("target_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "delivery_releases_live_key" ON "delivery_releases" USING btree ("target_id") WHERE "delivery_releases"."state" = 'live';--> statement-breakpoint
CREATE INDEX "delivery_runs_order_idx" ON "delivery_runs" USING btree ("delivery_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "delivery_runs_recent_idx" ON "delivery_runs" USING btree ("created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "delivery_runs_open_idx" ON "delivery_runs" USING btree ("created_at") WHERE "delivery_runs"."status" in ('queued', 'waiting', 'running');--> statement-breakpoint
CREATE UNIQUE INDEX "delivery_targets_target_key" ON "delivery_targets" USING btree ("target_id");--> statement-breakpoint
CREATE UNIQUE INDEX "secret_exceptions_key" ON "secret_exceptions" USING btree ("repo_id","fingerprint");--> statement-breakpoint
CREATE INDEX "secret_findings_scan_idx" ON "secret_findings" USING btree ("scan_id","id");--> statement-breakpoint
CREATE INDEX "secret_findings_repo_idx" ON "secret_findings" USING btree ("repo_id","fingerprint");--> statement-breakpoint
CREATE INDEX "secret_scans_repo_idx" ON "secret_scans" USING btree ("repo_id","ended_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "secret_scans_key_idx" ON "secret_scans" USING btree ("repo_id","key");--> statement-breakpoint
CREATE UNIQUE INDEX "targets_org_name_key" ON "targets" USING btree ("org_id",lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "targets_place_key" ON "targets" USING btree (lower("host"),"port","path");--> statement-breakpoint
CREATE INDEX "targets_group_idx" ON "targets" USING btree ("org_id","group");