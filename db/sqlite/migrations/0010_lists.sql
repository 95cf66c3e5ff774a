ALTER TABLE `projections` ADD `list` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `projections` ADD `title` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `projections` ADD `glance` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `projections_by_list` ON `projections` (`list`,`target_at`,`launch`);--> statement-breakpoint
-- What cannot be said here is written by the clock worker, for whom these rows have expired.
UPDATE `projections` SET
	`list` = CASE WHEN `archived` OR `state` = 'cancelled' THEN 'archived' WHEN `state` = 'launched' THEN 'live' ELSE 'active' END,
	`title` = coalesce((SELECT json_extract(`context`, '$.title') FROM `launch_contents` WHERE `launch_contents`.`launch` = `projections`.`launch`), ''),
	`next_change_at` = 0;
