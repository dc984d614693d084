CREATE TABLE "host_keys" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"host" text NOT NULL,
	"key" text,
	"first_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"pending_key" text,
	"pending_since" timestamp with time zone,
	"accepted_at" timestamp with time zone,
	"accepted_by" uuid,
	CONSTRAINT "host_keys_host_unique" UNIQUE("host")
);
--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "depth" integer;--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "fetched_depth" integer;--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "is_shallow" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "branch_patterns" text[];--> statement-breakpoint
ALTER TABLE "host_keys" ADD CONSTRAINT "host_keys_accepted_by_users_id_fk" FOREIGN KEY ("accepted_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;