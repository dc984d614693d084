CREATE EXTENSION IF NOT EXISTS vector;--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
CREATE TYPE "public"."plan_op" AS ENUM('put', 'remove');--> statement-breakpoint
CREATE TYPE "public"."engine_run_status" AS ENUM('queued', 'running', 'completed', 'failed', 'cancelled');--> statement-breakpoint
CREATE TYPE "public"."engine_step_kind" AS ENUM('run', 'sleep');--> statement-breakpoint
CREATE TYPE "public"."engine_step_state" AS ENUM('planned', 'done', 'failed');--> statement-breakpoint
CREATE TYPE "public"."error_kind" AS ENUM('auth', 'not_found', 'network', 'timeout', 'too_large', 'corrupt', 'disk', 'policy', 'internal');--> statement-breakpoint
CREATE TYPE "public"."repo_kind" AS ENUM('mirror', 'clone', 'hosted', 'local');--> statement-breakpoint
CREATE TYPE "public"."repo_status" AS ENUM('pending', 'initializing', 'cloning', 'indexing', 'embedding', 'ready', 'error', 'archived');--> statement-breakpoint
CREATE TYPE "public"."run_stage" AS ENUM('fetch', 'reset', 'plan', 'index', 'publish', 'embed');--> statement-breakpoint
CREATE TYPE "public"."run_status" AS ENUM('queued', 'running', 'succeeded', 'unchanged', 'failed', 'cancelled');--> statement-breakpoint
CREATE TYPE "public"."run_trigger" AS ENUM('manual', 'api', 'webhook', 'schedule', 'watch', 'initial', 'repair');--> statement-breakpoint
CREATE TABLE "invites" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"email" text,
	"is_admin" boolean DEFAULT false NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sign_in_attempts" (
	"key" text PRIMARY KEY NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"window_started_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user_identities" (
	"provider" text NOT NULL,
	"provider_account_id" text NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_identities_provider_provider_account_id_pk" PRIMARY KEY("provider","provider_account_id")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"name" text,
	"password_hash" text,
	"is_admin" boolean DEFAULT false NOT NULL,
	"session_version" integer DEFAULT 1 NOT NULL,
	"disabled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "blobs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "blobs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"repo_id" uuid NOT NULL,
	"sha" text NOT NULL,
	"path_class" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"language" text,
	"is_binary" boolean DEFAULT false NOT NULL,
	"is_generated" boolean DEFAULT false NOT NULL,
	"is_vendored" boolean DEFAULT false NOT NULL,
	"skipped" text,
	"line_count" integer DEFAULT 0 NOT NULL,
	"content" text,
	"tsv" "tsvector",
	CONSTRAINT "blobs_repo_sha_key" UNIQUE("repo_id","sha","path_class")
);
--> statement-breakpoint
CREATE TABLE "chunks" (
	"blob_id" bigint NOT NULL,
	"start_line" integer NOT NULL,
	"end_line" integer NOT NULL,
	"hash" uuid NOT NULL,
	CONSTRAINT "chunks_blob_id_start_line_pk" PRIMARY KEY("blob_id","start_line")
);
--> statement-breakpoint
CREATE TABLE "embedding_progress" (
	"repo_id" uuid NOT NULL,
	"model_id" integer NOT NULL,
	"blob_id" bigint NOT NULL,
	CONSTRAINT "embedding_progress_repo_id_model_id_pk" PRIMARY KEY("repo_id","model_id")
);
--> statement-breakpoint
CREATE TABLE "embeddings" (
	"repo_id" uuid NOT NULL,
	"model_id" integer NOT NULL,
	"hash" uuid NOT NULL,
	"vector" halfvec NOT NULL,
	CONSTRAINT "embeddings_repo_id_model_id_hash_pk" PRIMARY KEY("repo_id","model_id","hash")
);
--> statement-breakpoint
CREATE TABLE "files" (
	"repo_id" uuid NOT NULL,
	"ref" text NOT NULL,
	"path" text NOT NULL,
	"blob_id" bigint NOT NULL,
	"mode" integer NOT NULL,
	CONSTRAINT "files_repo_id_ref_path_pk" PRIMARY KEY("repo_id","ref","path")
);
--> statement-breakpoint
CREATE TABLE "indexed_refs" (
	"repo_id" uuid NOT NULL,
	"ref" text NOT NULL,
	"commit_sha" text NOT NULL,
	"indexed_at" timestamp with time zone NOT NULL,
	"file_count" integer NOT NULL,
	"size_bytes" bigint NOT NULL,
	CONSTRAINT "indexed_refs_repo_id_ref_pk" PRIMARY KEY("repo_id","ref")
);
--> statement-breakpoint
CREATE TABLE "models" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "models_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"dimensions" integer NOT NULL,
	"is_fused" boolean DEFAULT false NOT NULL,
	"state" "bytea",
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"activated_at" timestamp with time zone,
	CONSTRAINT "models_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "plan_entries" (
	"run_id" uuid NOT NULL,
	"ref" text NOT NULL,
	"path" text NOT NULL,
	"op" "plan_op" NOT NULL,
	"sha" text,
	"path_class" text,
	"mode" integer,
	CONSTRAINT "plan_entries_run_id_ref_path_pk" PRIMARY KEY("run_id","ref","path")
);
--> statement-breakpoint
CREATE TABLE "plan_refs" (
	"run_id" uuid NOT NULL,
	"ref" text NOT NULL,
	"from_sha" text,
	"to_sha" text,
	"is_full" boolean NOT NULL,
	"skipped_paths" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "plan_refs_run_id_ref_pk" PRIMARY KEY("run_id","ref")
);
--> statement-breakpoint
CREATE TABLE "engine_events" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "engine_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"function_id" text NOT NULL,
	"status" "engine_run_status" DEFAULT 'queued' NOT NULL,
	"events" text NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"available_at" timestamp with time zone DEFAULT now() NOT NULL,
	"start_by" timestamp with time zone,
	"finish_by" timestamp with time zone,
	"limit_keys" text[] DEFAULT '{}' NOT NULL,
	"cancel_keys" text[] DEFAULT '{}' NOT NULL,
	"singleton_key" text,
	"debounce_key" text,
	"debounce_until" timestamp with time zone,
	"idempotency_key" text,
	"lease_owner" text,
	"lease_until" timestamp with time zone,
	"generation" integer DEFAULT 0 NOT NULL,
	"output" text,
	"is_announcing" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "engine_steps" (
	"run_id" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"kind" "engine_step_kind" DEFAULT 'run' NOT NULL,
	"state" "engine_step_state" NOT NULL,
	"position" integer,
	"attempt" integer DEFAULT 0 NOT NULL,
	"available_at" timestamp with time zone DEFAULT now() NOT NULL,
	"output" text,
	"saved_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "engine_steps_run_id_id_pk" PRIMARY KEY("run_id","id")
);
--> statement-breakpoint
CREATE TABLE "branches" (
	"repo_id" uuid NOT NULL,
	"name" text NOT NULL,
	"commit_sha" text NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "branches_repo_id_name_pk" PRIMARY KEY("repo_id","name")
);
--> statement-breakpoint
CREATE TABLE "commits" (
	"repo_id" uuid NOT NULL,
	"sha" text NOT NULL,
	"parents" text[] NOT NULL,
	"author_name" text NOT NULL,
	"author_email" text NOT NULL,
	"authored_at" timestamp with time zone NOT NULL,
	"committed_at" timestamp with time zone NOT NULL,
	"subject" text NOT NULL,
	CONSTRAINT "commits_repo_id_sha_pk" PRIMARY KEY("repo_id","sha")
);
--> statement-breakpoint
CREATE TABLE "orgs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"number" bigint GENERATED ALWAYS AS IDENTITY (sequence name "orgs_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "orgs_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "repos" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"number" bigint GENERATED ALWAYS AS IDENTITY (sequence name "repos_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"org_id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" "repo_kind" DEFAULT 'mirror' NOT NULL,
	"url" text,
	"local_path" text,
	"token_ciphertext" "bytea",
	"status" "repo_status" DEFAULT 'pending' NOT NULL,
	"error_kind" "error_kind",
	"error" text,
	"error_at" timestamp with time zone,
	"is_public" boolean DEFAULT false NOT NULL,
	"indexed_branches" text[],
	"sync_interval_seconds" integer,
	"default_branch" text,
	"head_commit" text,
	"active_run_id" uuid,
	"dirty" boolean DEFAULT false NOT NULL,
	"file_count" integer DEFAULT 0 NOT NULL,
	"size_bytes" bigint DEFAULT 0 NOT NULL,
	"added_by" uuid,
	"added_at" timestamp with time zone DEFAULT now() NOT NULL,
	"indexed_at" timestamp with time zone,
	"checked_at" timestamp with time zone,
	"compared_at" timestamp with time zone,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "repos_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "sync_runs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"repo_id" uuid NOT NULL,
	"trigger" "run_trigger" NOT NULL,
	"requested_by" uuid,
	"status" "run_status" DEFAULT 'queued' NOT NULL,
	"stage" "run_stage",
	"progress_done" bigint DEFAULT 0 NOT NULL,
	"progress_total" bigint,
	"progress_unit" text,
	"commits_synced" integer DEFAULT 0 NOT NULL,
	"files_added" integer DEFAULT 0 NOT NULL,
	"files_changed" integer DEFAULT 0 NOT NULL,
	"files_removed" integer DEFAULT 0 NOT NULL,
	"files_skipped" integer DEFAULT 0 NOT NULL,
	"bytes_indexed" bigint DEFAULT 0 NOT NULL,
	"chunks_embedded" integer DEFAULT 0 NOT NULL,
	"chunks_reused" integer DEFAULT 0 NOT NULL,
	"old_head" text,
	"new_head" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"error_kind" "error_kind",
	"error" text,
	"stage_times" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"published_at" timestamp with time zone,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "invites" ADD CONSTRAINT "invites_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_identities" ADD CONSTRAINT "user_identities_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blobs" ADD CONSTRAINT "blobs_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chunks" ADD CONSTRAINT "chunks_blob_id_blobs_id_fk" FOREIGN KEY ("blob_id") REFERENCES "public"."blobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "embedding_progress" ADD CONSTRAINT "embedding_progress_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "embedding_progress" ADD CONSTRAINT "embedding_progress_model_id_models_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."models"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "embeddings" ADD CONSTRAINT "embeddings_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "embeddings" ADD CONSTRAINT "embeddings_model_id_models_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."models"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_blob_id_blobs_id_fk" FOREIGN KEY ("blob_id") REFERENCES "public"."blobs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indexed_refs" ADD CONSTRAINT "indexed_refs_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_entries" ADD CONSTRAINT "plan_entries_run_id_sync_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."sync_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_refs" ADD CONSTRAINT "plan_refs_run_id_sync_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."sync_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engine_steps" ADD CONSTRAINT "engine_steps_run_id_engine_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."engine_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "branches" ADD CONSTRAINT "branches_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commits" ADD CONSTRAINT "commits_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repos" ADD CONSTRAINT "repos_org_id_orgs_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."orgs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repos" ADD CONSTRAINT "repos_added_by_users_id_fk" FOREIGN KEY ("added_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_requested_by_users_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "user_identities_user_idx" ON "user_identities" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_key" ON "users" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "blobs_repo_idx" ON "blobs" USING btree ("repo_id","id");--> statement-breakpoint
CREATE INDEX "blobs_content_trgm_idx" ON "blobs" USING gin ("content" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "blobs_tsv_idx" ON "blobs" USING gin ("tsv");--> statement-breakpoint
CREATE INDEX "chunks_hash_idx" ON "chunks" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "files_blob_idx" ON "files" USING btree ("blob_id");--> statement-breakpoint
CREATE INDEX "files_path_trgm_idx" ON "files" USING gin ("path" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "engine_events_received_idx" ON "engine_events" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "engine_runs_open_idx" ON "engine_runs" USING btree ("available_at") WHERE "engine_runs"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "engine_runs_leased_idx" ON "engine_runs" USING btree ("lease_until") WHERE "engine_runs"."lease_until" is not null;--> statement-breakpoint
CREATE INDEX "engine_runs_announcing_idx" ON "engine_runs" USING btree ("id") WHERE "engine_runs"."is_announcing";--> statement-breakpoint
CREATE INDEX "engine_runs_ended_idx" ON "engine_runs" USING btree ("ended_at") WHERE "engine_runs"."ended_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "engine_runs_singleton_key" ON "engine_runs" USING btree ("function_id","singleton_key") WHERE "engine_runs"."singleton_key" is not null and "engine_runs"."ended_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "engine_runs_debounce_key" ON "engine_runs" USING btree ("function_id","debounce_key") WHERE "engine_runs"."debounce_key" is not null and "engine_runs"."started_at" is null and "engine_runs"."ended_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "engine_runs_idempotency_key" ON "engine_runs" USING btree ("function_id","idempotency_key");--> statement-breakpoint
CREATE INDEX "commits_time_idx" ON "commits" USING btree ("repo_id","committed_at" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "orgs_name_key" ON "orgs" USING btree (lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "repos_org_name_key" ON "repos" USING btree ("org_id",lower("name")) WHERE "repos"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "repos_public_idx" ON "repos" USING btree ("id") WHERE "repos"."is_public" and "repos"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "sync_runs_repo_idx" ON "sync_runs" USING btree ("repo_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "sync_runs_open_idx" ON "sync_runs" USING btree ("repo_id") WHERE "sync_runs"."status" in ('queued', 'running');