-- +goose Up
-- Terms that could not be computed are looked for as long as their request is open: there are few of them.
create index journal_unknown_terms on journal (city_id, request_id) where kind = 'clock' and to_state = 'unknown';

-- +goose Down
drop index journal_unknown_terms;
