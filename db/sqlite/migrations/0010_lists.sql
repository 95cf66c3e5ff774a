ALTER TABLE `projections` ADD `list` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `projections` ADD `title` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `projections` ADD `glance` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `projections_by_list` ON `projections` (`list`,`target_at`,`launch`);--> statement-breakpoint
-- SQL can't compute `glance`. `next_change_at = 0` makes the clock worker rewrite these rows.
UPDATE `projections` SET
	`list` = CASE WHEN `archived` OR `state` = 'cancelled' THEN 'archived' WHEN `state` = 'launched' THEN 'live' ELSE 'active' END,
	`title` = coalesce((SELECT CASE WHEN json_valid(`context`) THEN json_extract(`context`, '$.title') END FROM `launch_contents` WHERE `launch_contents`.`launch` = `projections`.`launch`), ''),
	`next_change_at` = 0;
