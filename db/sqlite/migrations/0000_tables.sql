CREATE TABLE `commits` (
	`id` integer PRIMARY KEY NOT NULL,
	`launch` text NOT NULL,
	`version` integer NOT NULL,
	`gates` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`launch`) REFERENCES `launches`(`slug`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `commits_by_version` ON `commits` (`launch`,`version`);--> statement-breakpoint
CREATE TABLE `entries` (
	`launch` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`action` text NOT NULL,
	`gate` text,
	`request` text NOT NULL,
	`leaf` text NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`launch`, `seq`),
	FOREIGN KEY (`launch`) REFERENCES `launches`(`slug`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `evidence` (
	`launch` text NOT NULL,
	`sha256` text NOT NULL,
	`type` text NOT NULL,
	`size` integer NOT NULL,
	PRIMARY KEY(`launch`, `sha256`),
	FOREIGN KEY (`launch`) REFERENCES `launches`(`slug`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `gates` (
	`launch` text NOT NULL,
	`id` text NOT NULL,
	`position` integer NOT NULL,
	`state` text NOT NULL,
	`version` integer NOT NULL,
	`status_since` integer NOT NULL,
	`ready_since` integer,
	`context` text NOT NULL,
	PRIMARY KEY(`launch`, `id`),
	FOREIGN KEY (`launch`) REFERENCES `launches`(`slug`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `launches` (
	`slug` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`state_since` integer NOT NULL,
	`version` integer NOT NULL,
	`at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`archived` integer NOT NULL,
	`target_at` integer NOT NULL,
	`context` text NOT NULL,
	`definition` text NOT NULL,
	`edge` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `launches_by_target` ON `launches` (`target_at`,`slug`);--> statement-breakpoint
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`pseudonym` text NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`roles` text NOT NULL,
	`admin` integer NOT NULL,
	`auditor` integer NOT NULL,
	`active` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `people_by_pseudonym` ON `people` (`pseudonym`);--> statement-breakpoint
CREATE UNIQUE INDEX `people_by_email` ON `people` (lower("email"));--> statement-breakpoint
CREATE TABLE `private_texts` (
	`launch` text NOT NULL,
	`commitment` text NOT NULL,
	`salt` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`launch`, `commitment`),
	FOREIGN KEY (`launch`) REFERENCES `launches`(`slug`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `request_keys` (
	`actor` text NOT NULL,
	`route` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`launch` text NOT NULL,
	`at` integer NOT NULL,
	`version` integer NOT NULL,
	`first` integer NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`actor`, `route`, `key`),
	FOREIGN KEY (`launch`) REFERENCES `launches`(`slug`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `request_keys_by_age` ON `request_keys` (`at`);--> statement-breakpoint
CREATE TABLE `services` (
	`name` text PRIMARY KEY NOT NULL,
	`pseudonym` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `services_by_pseudonym` ON `services` (`pseudonym`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`hash` text PRIMARY KEY NOT NULL,
	`person` text NOT NULL,
	`created_at` integer NOT NULL,
	`seen_at` integer NOT NULL,
	FOREIGN KEY (`person`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`secret_hash` text NOT NULL,
	`person` text,
	`service` text,
	`scopes` text NOT NULL,
	`launch` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`revoked_at` integer,
	`last_used_at` integer,
	FOREIGN KEY (`person`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`service`) REFERENCES `services`(`name`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "tokens_of_one" CHECK(("tokens"."person" is null) <> ("tokens"."service" is null))
);
