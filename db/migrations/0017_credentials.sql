CREATE TYPE "public"."credential_kind" AS ENUM('token', 'password', 'ssh_key');--> statement-breakpoint
CREATE TABLE "credentials" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"org_id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" "credential_kind" NOT NULL,
	"user_name" text,
	"secret_ciphertext" "bytea" NOT NULL,
	"public_key" text,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"rotated_at" timestamp with time zone,
	CONSTRAINT "credentials_id_org_key" UNIQUE("id","org_id")
);
--> statement-breakpoint
ALTER TABLE "repo_migrations" ADD COLUMN "credential_id" uuid;--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "credential_id" uuid;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_org_id_orgs_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."orgs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "credentials_org_name_key" ON "credentials" USING btree ("org_id",lower("name"));--> statement-breakpoint
ALTER TABLE "repo_migrations" ADD CONSTRAINT "repo_migrations_credential_id_credentials_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credentials"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repos" ADD CONSTRAINT "repos_credential_fk" FOREIGN KEY ("credential_id","org_id") REFERENCES "public"."credentials"("id","org_id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "repos_credential_idx" ON "repos" USING btree ("credential_id");