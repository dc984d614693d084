ALTER TABLE "deliveries" ADD COLUMN "notified_as" text;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "notified_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "notified_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "delivery_targets" ADD COLUMN "differs_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "secret_settings" ADD COLUMN "notified_at" timestamp with time zone;