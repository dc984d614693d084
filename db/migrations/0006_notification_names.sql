DELETE FROM "webhook_deliveries" WHERE "outcome" = 'failed';--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ALTER COLUMN "outcome" SET DATA TYPE text;--> statement-breakpoint
DROP TYPE "public"."webhook_outcome";--> statement-breakpoint
CREATE TYPE "public"."webhook_outcome" AS ENUM('started', 'coalesced', 'answered', 'ignored', 'unknown', 'unreadable');--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ALTER COLUMN "outcome" SET DATA TYPE "public"."webhook_outcome" USING "outcome"::"public"."webhook_outcome";--> statement-breakpoint
ALTER TABLE "notification_targets" ADD COLUMN "name" text;