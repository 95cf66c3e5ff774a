CREATE TABLE `holders` (
	`launch` text NOT NULL,
	`role` text NOT NULL,
	`person` text NOT NULL,
	PRIMARY KEY(`launch`, `role`, `person`),
	FOREIGN KEY (`launch`) REFERENCES `launches`(`slug`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `holders_by_role` ON `holders` (`role`,`launch`);--> statement-breakpoint
CREATE INDEX `holders_by_person` ON `holders` (`person`,`launch`);--> statement-breakpoint
CREATE TABLE `members` (
	`launch` text NOT NULL,
	`person` text NOT NULL,
	`tasks` integer NOT NULL,
	`archived` integer NOT NULL,
	`target_at` integer NOT NULL,
	PRIMARY KEY(`launch`, `person`),
	FOREIGN KEY (`launch`) REFERENCES `launches`(`slug`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `members_by_person` ON `members` (`person`,`archived`,`target_at`,`launch`,`tasks`);--> statement-breakpoint
CREATE TABLE `projections` (
	`launch` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`state` text NOT NULL,
	`decision` text NOT NULL,
	`archived` integer NOT NULL,
	`target_at` integer NOT NULL,
	`pipeline` text NOT NULL,
	`pipeline_version` integer NOT NULL,
	`next_change_at` integer,
	FOREIGN KEY (`launch`) REFERENCES `launches`(`slug`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `projections_by_target` ON `projections` (`archived`,`target_at`,`launch`);--> statement-breakpoint
CREATE INDEX `projections_by_next_change` ON `projections` (`next_change_at`);--> statement-breakpoint
CREATE INDEX `projections_by_state` ON `projections` (`state`);--> statement-breakpoint
CREATE INDEX `projections_by_pipeline` ON `projections` (`pipeline`,`pipeline_version`,`archived`);