-- An account's latest events are found from the end, however many there are.
CREATE INDEX audit_events_of_account ON audit_events (account_id, event_seq);
