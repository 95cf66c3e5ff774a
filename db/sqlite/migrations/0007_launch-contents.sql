-- What is long about a launch, and changes with few commits, in a table of its own: the rows that every commit changes become short.
CREATE TABLE `launch_contents` (
	`launch` text PRIMARY KEY NOT NULL,
	`context` text NOT NULL,
	`definition` text NOT NULL,
	FOREIGN KEY (`launch`) REFERENCES `launches`(`slug`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
INSERT INTO `launch_contents` (`launch`, `context`, `definition`) SELECT `slug`, `context`, `definition` FROM `launches`;
--> statement-breakpoint
ALTER TABLE `launches` DROP COLUMN `context`;
--> statement-breakpoint
ALTER TABLE `launches` DROP COLUMN `definition`;
