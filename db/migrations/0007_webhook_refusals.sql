ALTER TYPE "public"."notified_as" ADD VALUE 'refused';--> statement-breakpoint
ALTER TYPE "public"."notified_as" ADD VALUE 'held_back';--> statement-breakpoint
CREATE TABLE "webhook_refusals" (
	"host" "webhook_host" PRIMARY KEY NOT NULL,
	"count" bigint NOT NULL,
	"last_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "notified_refused_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "notified_held_back_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "notified_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD COLUMN "about" text;