-- The same table with a number for each entry, in the order in which entries were added. The next number is the only one that is
-- taken, so INSERT OR REPLACE with the number of another row is refused as well, and the hidden row number that 0001_append-only.sql
-- did without can do no harm. New entries of all launches lie side by side in the file: a commit of many writes a third of the pages.
DROP TRIGGER `entries_never_change`;
--> statement-breakpoint
DROP TRIGGER `entries_never_leave`;
--> statement-breakpoint
DROP TRIGGER `entries_have_no_gap`;
--> statement-breakpoint
ALTER TABLE `entries` RENAME TO `entries_before`;
--> statement-breakpoint
CREATE TABLE `entries` (
	`id` integer PRIMARY KEY NOT NULL,
	`launch` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`action` text NOT NULL,
	`gate` text,
	`request` text NOT NULL,
	`leaf` text NOT NULL,
	`hash` text NOT NULL,
	`actor` text GENERATED ALWAYS AS (case when json_valid(leaf) then json_extract(leaf, '$.actor.id') end) STORED,
	`happened` text GENERATED ALWAYS AS (case when json_valid(leaf) then coalesce(json_extract(leaf, '$.due'), json_extract(leaf, '$.at')) end) STORED,
	`file` text GENERATED ALWAYS AS (case when json_valid(leaf) then case json_extract(leaf, '$.data.evidence.kind') when 'file' then json_extract(leaf, '$.data.evidence.sha256') end end) STORED,
	FOREIGN KEY (`launch`) REFERENCES `launches`(`slug`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
INSERT INTO `entries` (`launch`, `seq`, `at`, `action`, `gate`, `request`, `leaf`, `hash`)
	SELECT `launch`, `seq`, `at`, `action`, `gate`, `request`, `leaf`, `hash` FROM `entries_before` ORDER BY `at`, `launch`, `seq`;
--> statement-breakpoint
DROP TABLE `entries_before`;
--> statement-breakpoint
CREATE UNIQUE INDEX `entries_by_seq` ON `entries` (`launch`,`seq`);
--> statement-breakpoint
CREATE INDEX `entries_by_gate` ON `entries` (`launch`,`gate`,`seq`,`action`,`actor`,`happened`);
--> statement-breakpoint
CREATE INDEX `entries_by_file` ON `entries` (`launch`,`file`,`seq`) WHERE file is not null;
--> statement-breakpoint
-- As in 0001_append-only.sql.
CREATE TRIGGER `entries_never_change` BEFORE UPDATE ON `entries`
BEGIN
	SELECT RAISE(ABORT, 'The log is append-only: an entry is never changed.');
END;
--> statement-breakpoint
CREATE TRIGGER `entries_never_leave` BEFORE DELETE ON `entries`
BEGIN
	SELECT RAISE(ABORT, 'The log is append-only: an entry is never removed.');
END;
--> statement-breakpoint
CREATE TRIGGER `entries_have_no_gap` BEFORE INSERT ON `entries`
WHEN NEW.`id` IS NOT (SELECT coalesce(max(`id`), 0) + 1 FROM `entries`)
	OR NEW.`seq` IS NOT (SELECT coalesce(max(`seq`), -1) + 1 FROM `entries` WHERE `launch` = NEW.`launch`)
BEGIN
	SELECT RAISE(ABORT, 'The log is append-only: the next entry has the next seq.');
END;
