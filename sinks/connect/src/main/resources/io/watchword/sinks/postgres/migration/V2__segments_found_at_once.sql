-- Each batch looks events up by their segments: entries that wait to be sorted in would be read one by one.
ALTER INDEX events_segments SET (fastupdate = off);
DO $$ BEGIN PERFORM gin_clean_pending_list('events_segments'); END $$;
