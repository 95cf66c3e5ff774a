-- The same table without SQLite's hidden row number: INSERT OR REPLACE with the number of another row would remove that one,
-- and no trigger would be asked.
DROP TABLE `entries`;
--> statement-breakpoint
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
) WITHOUT ROWID;
--> statement-breakpoint
-- The log only grows: entries are never changed or removed, and the next one is the only one that may be added.
-- The check before an insert is needed beside the other two, because INSERT OR REPLACE removes a row without asking them.
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
WHEN NEW.`seq` IS NOT (SELECT coalesce(max(`seq`), -1) + 1 FROM `entries` WHERE `launch` = NEW.`launch`)
BEGIN
	SELECT RAISE(ABORT, 'The log is append-only: the next entry has the next seq.');
END;
