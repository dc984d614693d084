CREATE TYPE "public"."org_role" AS ENUM('viewer', 'member', 'admin', 'owner');--> statement-breakpoint
CREATE TYPE "public"."share_kind" AS ENUM('read', 'write');--> statement-breakpoint
CREATE TABLE "invite_members" (
	"invite_id" text NOT NULL,
	"org_id" uuid NOT NULL,
	"role" "org_role" NOT NULL,
	CONSTRAINT "invite_members_invite_id_org_id_pk" PRIMARY KEY("invite_id","org_id")
);
--> statement-breakpoint
CREATE TABLE "org_members" (
	"org_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" "org_role" NOT NULL,
	"added_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "org_members_org_id_user_id_pk" PRIMARY KEY("org_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "repo_shares" (
	"repo_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"can" "share_kind" NOT NULL,
	"shared_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "repo_shares_repo_id_user_id_pk" PRIMARY KEY("repo_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "orgs" ADD COLUMN "display_name" text;--> statement-breakpoint
ALTER TABLE "orgs" ADD COLUMN "description" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "orgs" ADD COLUMN "is_open" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "invite_members" ADD CONSTRAINT "invite_members_invite_id_invites_token_hash_fk" FOREIGN KEY ("invite_id") REFERENCES "public"."invites"("token_hash") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invite_members" ADD CONSTRAINT "invite_members_org_id_orgs_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."orgs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "org_members" ADD CONSTRAINT "org_members_org_id_orgs_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."orgs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "org_members" ADD CONSTRAINT "org_members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repo_shares" ADD CONSTRAINT "repo_shares_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repo_shares" ADD CONSTRAINT "repo_shares_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "org_members_user_idx" ON "org_members" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "repo_shares_user_idx" ON "repo_shares" USING btree ("user_id");--> statement-breakpoint
-- Everybody who has an account goes on seeing what they saw: administrators own what there is, all others are members.
INSERT INTO "org_members" ("org_id", "user_id", "role", "added_at")
SELECT "orgs"."id", "users"."id", (CASE WHEN "users"."is_admin" THEN 'owner' ELSE 'member' END)::"org_role", now()
FROM "orgs" CROSS JOIN "users";--> statement-breakpoint
-- And whoever comes later sees what they would have seen, until somebody closes it.
UPDATE "orgs" SET "is_open" = true;
