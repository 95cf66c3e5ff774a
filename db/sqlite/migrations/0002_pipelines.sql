CREATE TABLE `pipelines` (
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`definition` text NOT NULL,
	`texts` text NOT NULL,
	`imported_at` integer NOT NULL,
	PRIMARY KEY(`id`, `version`)
);
