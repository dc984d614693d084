CREATE TABLE "repo_names" (
	"org_id" uuid NOT NULL,
	"name" text NOT NULL,
	"repo_id" uuid NOT NULL,
	"left_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "convert_to" "repo_kind";--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "deleted_by" uuid;--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "purged_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "repo_names" ADD CONSTRAINT "repo_names_org_id_orgs_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."orgs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repo_names" ADD CONSTRAINT "repo_names_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "repo_names_org_name_key" ON "repo_names" USING btree ("org_id",lower("name"));--> statement-breakpoint
CREATE INDEX "repo_names_repo_idx" ON "repo_names" USING btree ("repo_id");--> statement-breakpoint
ALTER TABLE "repos" ADD CONSTRAINT "repos_deleted_by_users_id_fk" FOREIGN KEY ("deleted_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "repos_bin_idx" ON "repos" USING btree ("deleted_at") WHERE "repos"."deleted_at" is not null;--> statement-breakpoint
-- What was deleted before there was a bin is being removed for good.
UPDATE "repos" SET "purged_at" = "deleted_at" WHERE "deleted_at" IS NOT NULL;
