ALTER TYPE "public"."run_trigger" ADD VALUE 'push';--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "description" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "is_bare" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "allows_forced_pushes" boolean DEFAULT false NOT NULL;
