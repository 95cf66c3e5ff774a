CREATE TABLE `challenges` (
	`hash` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`data` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `challenges_by_end` ON `challenges` (`expires_at`);--> statement-breakpoint
CREATE TABLE `identities` (
	`issuer` text NOT NULL,
	`subject` text NOT NULL,
	`person` text NOT NULL,
	`roles` text NOT NULL,
	`admin` integer NOT NULL,
	`auditor` integer NOT NULL,
	`last_used_at` integer NOT NULL,
	PRIMARY KEY(`issuer`, `subject`),
	FOREIGN KEY (`person`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `identities_by_person` ON `identities` (`person`);--> statement-breakpoint
CREATE TABLE `installation_entries` (
	`seq` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`action` text NOT NULL,
	`actor` text NOT NULL,
	`leaf` text NOT NULL,
	`hash` text NOT NULL,
	`edge` text NOT NULL,
	`subject` text GENERATED ALWAYS AS (case when json_valid(leaf) then json_extract(leaf, '$.data.person') end) STORED
);
--> statement-breakpoint
CREATE INDEX `installation_entries_by_actor` ON `installation_entries` (`actor`,`seq`);--> statement-breakpoint
CREATE INDEX `installation_entries_by_subject` ON `installation_entries` (`subject`,`seq`) WHERE subject is not null;--> statement-breakpoint
CREATE INDEX `installation_entries_by_action` ON `installation_entries` (`action`,`seq`);--> statement-breakpoint
CREATE INDEX `installation_entries_by_time` ON `installation_entries` (`at`,`seq`);--> statement-breakpoint
CREATE TABLE `installation_texts` (
	`commitment` text PRIMARY KEY NOT NULL,
	`salt` text NOT NULL,
	`value` text NOT NULL,
	`erased_at` integer
);
--> statement-breakpoint
CREATE TABLE `invites` (
	`id` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`email` text NOT NULL,
	`roles` text NOT NULL,
	`admin` integer NOT NULL,
	`auditor` integer NOT NULL,
	`invited_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`accepted_at` integer,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invites_by_hash` ON `invites` (`hash`);--> statement-breakpoint
CREATE INDEX `invites_by_end` ON `invites` (`expires_at`);--> statement-breakpoint
CREATE TABLE `limits` (
	`key` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL,
	`since` integer NOT NULL,
	`until` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `links` (
	`hash` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`person` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`person`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `mails` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`recipient` text NOT NULL,
	`language` text NOT NULL,
	`data` text NOT NULL,
	`created_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`attempts` integer NOT NULL,
	`leased_until` integer NOT NULL,
	`sent_at` integer,
	`failed_at` integer,
	`error` text
);
--> statement-breakpoint
CREATE INDEX `mails_due` ON `mails` (`due_at`) WHERE sent_at is null and failed_at is null;--> statement-breakpoint
CREATE TABLE `passkeys` (
	`id` text PRIMARY KEY NOT NULL,
	`person` text NOT NULL,
	`name` text NOT NULL,
	`public_key` text NOT NULL,
	`counter` integer NOT NULL,
	`transports` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	FOREIGN KEY (`person`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `passkeys_by_person` ON `passkeys` (`person`);--> statement-breakpoint
CREATE TABLE `passwords` (
	`person` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`person`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `profiles` (
	`person` text PRIMARY KEY NOT NULL,
	`language` text,
	`time_zone` text,
	`theme` text NOT NULL,
	`first_steps` integer NOT NULL,
	`erased_at` integer,
	FOREIGN KEY (`person`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `private_texts` ADD `erased_at` integer;--> statement-breakpoint
ALTER TABLE `sessions` ADD `method` text DEFAULT 'list' NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `device` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `sessions_by_person` ON `sessions` (`person`);--> statement-breakpoint
-- The installation's log only grows, like the logs of the launches.
CREATE TRIGGER `installation_entries_never_change` BEFORE UPDATE ON `installation_entries`
BEGIN
	SELECT RAISE(ABORT, 'The log is append-only: an entry is never changed.');
END;
--> statement-breakpoint
CREATE TRIGGER `installation_entries_never_leave` BEFORE DELETE ON `installation_entries`
BEGIN
	SELECT RAISE(ABORT, 'The log is append-only: an entry is never removed.');
END;
--> statement-breakpoint
CREATE TRIGGER `installation_entries_have_no_gap` BEFORE INSERT ON `installation_entries`
WHEN NEW.`seq` IS NOT (SELECT coalesce(max(`seq`), -1) + 1 FROM `installation_entries`)
BEGIN
	SELECT RAISE(ABORT, 'The log is append-only: the next entry has the next seq.');
END;
