CREATE TYPE "public"."webhook_host" AS ENUM('github', 'gitlab', 'gitea', 'bitbucket');--> statement-breakpoint
CREATE TYPE "public"."webhook_outcome" AS ENUM('started', 'coalesced', 'answered', 'ignored', 'unknown', 'unreadable', 'failed');--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "webhook_deliveries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"host" "webhook_host" NOT NULL,
	"delivery_id" text,
	"event" text NOT NULL,
	"repo_id" uuid,
	"repo_count" integer DEFAULT 0 NOT NULL,
	"outcome" "webhook_outcome" NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "webhook_deliveries_delivery_key" UNIQUE("host","delivery_id")
);
--> statement-breakpoint
CREATE TABLE "webhook_secrets" (
	"host" "webhook_host" PRIMARY KEY NOT NULL,
	"secret_ciphertext" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" uuid
);
--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_secrets" ADD CONSTRAINT "webhook_secrets_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_newest_idx" ON "webhook_deliveries" USING btree ("host","received_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "webhook_deliveries_repo_idx" ON "webhook_deliveries" USING btree ("repo_id");